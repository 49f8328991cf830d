import { expect, test } from 'vitest';
import { commandWords } from '../../../src/core/run/commandWords.js';

const posix = (text: string) => commandWords(text, false);

test.each([
  ['npx vitest run test/race.test.mjs', ['npx', 'vitest', 'run', 'test/race.test.mjs']],
  ['  go   test ./... -run TestX ', ['go', 'test', './...', '-run', 'TestX']],
  [`node -e "process.exit(1)"`, ['node', '-e', 'process.exit(1)']],
  [`dotnet test --filter 'Name~Orders & Category=Slow'`, ['dotnet', 'test', '--filter', 'Name~Orders & Category=Slow']],
  [`a "b \\"c\\" \\d" e\\ f ''`, ['a', 'b "c" \\d', 'e f', '']],
  [`--name=it's ok' fine`, ['--name=its ok', 'fine']],
])('%s', (text, words) => {
  expect(posix(text)).toEqual({ words });
});

test.each([
  ['npm test | tee log', '|'],
  ['make && make test', '&'],
  ['node test.js > out.txt', '>'],
  ['pytest tests/*.py', '*'],
  ['echo $HOME', '$'],
  ['node -e "$SCRIPT"', '$'],
  ['~/bin/test', '~'],
  ['CI=1 npx vitest', 'CI='],
])('%s needs a shell', (text, because) => {
  expect(posix(text)).toEqual({ shell: text, because });
});

test('a # or ~ inside a word needs none', () => {
  expect(posix('cmd a#b HEAD~1')).toEqual({ words: ['cmd', 'a#b', 'HEAD~1'] });
});

test('on Windows a backslash separates folders', () => {
  expect(commandWords('C:\\tools\\node.exe "C:\\a b\\x.js"', true)).toEqual({ words: ['C:\\tools\\node.exe', 'C:\\a b\\x.js'] });
});

test('an empty line and an open quote are problems that say what to do', () => {
  expect(posix('  ')).toHaveProperty('problem', expect.stringContaining('write the one that runs your test'));
  expect(posix(`node -e "process.exit(1)`)).toEqual({ problem: 'The " in column 9 is never closed: add the closing quote.' });
});
