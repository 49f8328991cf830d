import type { Rule } from '../rule.js';

/** What reading the header gave: the rest of the file is read all the same. */
export const frontMatter: Rule = {
  id: 'front-matter',
  severity: 'error',
  summary: 'The front matter cannot be read.',
  appliesTo: 'document',
  *find({ parsed }) {
    for (const problem of parsed) if (problem.rule === 'front-matter') yield { span: problem, message: problem.message };
  },
};
