import { describe, expect, it } from 'vitest';
import { redactWords } from '../../../src/core/evidence/redactWords.js';

const words = (line: string): string[] => line.split(' ');

describe('a command line that is given as words', () => {
  it.each([
    ['curl -u ada:hunter2 http://host/', 'curl -u ada:‹secret:value› http://host/'],
    ['/usr/bin/sshpass -p hunter2 ssh host', '/usr/bin/sshpass -p ‹secret:value› ssh host'],
    ['redis-cli -h db -a hunter2 ping', 'redis-cli -h db -a ‹secret:value› ping'],
    ['mysql -uada -phunter2 orders', 'mysql -uada -p‹secret:value› orders'],
    ['docker login -u ada -p hunter2 registry.test', 'docker login -u ada -p ‹secret:value› registry.test'],
    ['deploy --password hunter2 now', 'deploy --password ‹secret:value› now'],
  ])('%s', (line, redacted) => {
    expect(redactWords(words(line)).join(' ')).toBe(redacted);
  });

  it('loses a value of several words as a whole', () => {
    expect(redactWords(['deploy', '--password', 'correct horse battery'])).toEqual(['deploy', '--password', expect.stringMatching(/^‹secret:value/)]);
  });

  it.each(['docker run -p 8080:80 nginx', 'mysql -P 3306 orders', 'node --test -p 3 login'])('keeps %s', (line) => {
    expect(redactWords(words(line))).toEqual(words(line));
  });
});
