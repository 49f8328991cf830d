import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fenceOfRef, isRunnable, refOf, shellFencesOf } from '../../../src/core/workItem/shellFences.js';
import { document, RUNS } from './documents.js';

const ID = '20261121-140233-a3f9';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Each fence on a line: its lines, and what it runs or why not. */
const fences = (text: string) => shellFencesOf(text).map(({ line, endLine, code }) => `${line}-${endLine} ${'problem' in code ? `! ${code.problem}` : `${code.shell}: ${code.script}`}`);

describe('shell code that can be run', () => {
  test.each([
    ['sh', 'sh'],
    ['shell', 'sh'],
    ['bash', 'bash'],
    ['Bash title="x"', 'bash'],
    ['zsh', 'zsh'],
  ])('stands in a fence of %s', (info, shell) => {
    expect(fences(`# T\n\n\`\`\`${info}\nnpm test\necho $?\n\`\`\`\n`)).toEqual([`3-6 ${shell}: npm test\necho $?`]);
    expect(fences(`~~~~ ${info}\r\nnpm test\r\n~~~\r\n~~~~\r\n`)).toEqual([`1-4 ${shell}: npm test\n~~~`]);
  });

  test('of a session is what was typed behind its prompts, with lines that a backslash continues', () => {
    expect(fences('```console\n$ echo one \\\n> two\none two\n$ ls \\\n  -l\ntotal 0\n$ printf \'a\\\\\'\na\\\n```\n')).toEqual(["1-10 sh: echo one \\\ntwo\nls \\\n  -l\nprintf 'a\\\\'"]);
    expect(fences('```bash\n# as root\n$ id\nuid=0\n```\n')).toEqual(['1-5 bash: id']);
  });

  test('is at the end of a list item, too, without its indentation', () => {
    expect(fences('1. Do\n   ```sh\n   if true; then\n     id\n   fi\n   ```\n2. Then\n')).toEqual(['2-6 sh: if true; then\n  id\nfi']);
    expect(fences('- ```sh\n  id\n  ```\n')).toEqual(['1-3 sh: id']);
    expect(fences('- a\n  ```sh\n  id\n  ```\n\n  goes on\n')).toEqual([expect.stringContaining('move it to the end of its item')]);
  });

  test('may hold templates of Go', () => {
    expect(fences("```sh\ndocker inspect -f '{{.State.Status}} {{json .Config}}{{if .A}}{{end}}' x\n```\n")).toEqual([expect.stringContaining('1-3 sh: docker inspect')]);
  });

  test.each([
    ['other languages', '```go\nx\n```\n\n```\nnpm test\n```\n\n```text\n$ ls\n```\n'],
    ['evidence', `<!-- casebook:begin run ${ID} -->\n\`\`\`sh\nid\n\`\`\`\n<!-- casebook:end run ${ID} sha256:${'0'.repeat(64)} -->\n`],
    ['comments', '<!--\n```sh\nid\n```\n-->\n'],
    ['front matter', '---\na: |\n  ```sh\n  id\n  ```\n---\n'],
    ['quotations', '> ```sh\n> id\n> ```\n'],
    ['indented code', 'x\n\n    ```sh\n    id\n    ```\n'],
    ['a fence inside a fence', '````md\n```sh\nid\n```\n````\n'],
  ])('is not looked for in %s', (_, text) => {
    expect(fences(text)).toEqual([]);
  });

  test.each([
    ['nothing in it', '```sh\n\n```\n', 'no command'],
    ['comments only', '```sh\n# id\n  # ls\n```\n', 'no command'],
    ['output only', '```console\nuid=0\n```\n', 'behind `$ `'],
    ['a placeholder', '```sh\nnpm test -- {{component}}\n```\n', 'placeholder {{component}}'],
    ['a placeholder with a default', '```sh\nnpm test {{ name | all of them }}\n```\n', 'placeholder'],
    ['no end', '```sh\nid\n', 'Nothing closes it'],
    ['text that reads otherwise than it runs', '```sh\necho \u202edi\u202c\n```\n', 'reads?|read otherwise'],
    ['terminal sequences', '```sh\necho safe\u001b[2K\n```\n', 'control characters'],
    ['a program', `\`\`\`sh\n${'echo x\n'.repeat(5_000)}\`\`\`\n`, 'script of its own'],
  ])('is none with %s', (_, text, problem) => {
    expect(fences(text)).toEqual([expect.stringMatching(new RegExp(`! .*${problem.replace(/[{}$]/g, '\\$&')}`))]);
  });

  test('is known again by its content, and among equals by its order', () => {
    const one = '```sh\nid\n```\n';
    const text = `${one}\n\`\`\`bash\nid\n\`\`\`\n\n${one}`;
    const all = shellFencesOf(text);
    const refs = all.filter(isRunnable).map((fence) => refOf(all, fence, sha256));
    expect(refs.map(({ line, nth }) => [line, nth])).toEqual([[1, 0], [5, 0], [9, 1]]);
    const later = shellFencesOf(`# More above\n\n${text}`);
    expect(refs.map((ref) => fenceOfRef(later, ref, sha256)?.line)).toEqual([3, 7, 11]);
    expect(fenceOfRef(shellFencesOf(one), refs[2] ?? { line: 0, nth: 0, sha256: '' }, sha256)?.line).toBe(1);
    expect(fenceOfRef(shellFencesOf(one.replace('id', 'id ')), refs[0] ?? { line: 0, nth: 0, sha256: '' }, sha256)).toBeUndefined();
  });

  test('stands where its lines say, in generated documents', () => {
    let seen = 0;
    fc.assert(
      fc.property(document, (text) => {
        const lines = text.replace('\ufeff', '').split(/\r\n|\n|\r/);
        for (const { line, endLine, code } of shellFencesOf(`${text}\n\n\`\`\`sh\nid\n\`\`\`\n`)) {
          if (line > lines.length) continue;
          seen += 1;
          expect(lines[line - 1]).toMatch(/^\s*```sh/);
          if (!('problem' in code)) expect(lines[endLine - 1]?.trim()).toBe('```');
        }
      }),
      RUNS,
    );
    expect(seen).toBeGreaterThan(50);
  });

  test('is found in a time that grows with the text only', () => {
    const text = '```sh\nid\n```\n\n- a\n  ```sh\n  id\n  ```\n\n'.repeat(10_000);
    expect(shellFencesOf(text)).toHaveLength(20_000);
  });
});
