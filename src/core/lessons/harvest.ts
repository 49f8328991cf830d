/** All lessons by topic, as one markdown document. */
import { TOPICS, type Teacher } from './extract.js';

/** The first line of a document that Casebook wrote, and may write again. */
export const HARVEST_MARK = '<!-- Made by `casebook lessons harvest`, which overwrites this file. -->';

/** @param link path of a work item as it is linked from the document */
export function harvest(teachers: readonly Teacher[], link: (path: string) => string): string {
  const parts = TOPICS.flatMap((topic) => {
    const points = teachers.flatMap(({ path, alias, title, lessons }) =>
      lessons.filter((lesson) => lesson.topic === topic).map((lesson) => `- ${inert(lesson.text)} ([${inert(alias ?? title).replace(/[[\]]/g, '')}](<${link(path)}>), line ${lesson.line})`),
    );
    return points.length === 0 ? [] : [`## ${topic}\n\n${points.join('\n')}\n`];
  });
  return `${HARVEST_MARK}\n\n# Lessons\n\n${parts.length === 0 ? 'No work item has recorded a lesson yet.\n' : parts.join('\n')}`;
}

function inert(text: string): string {
  return text.replaceAll('<!--', '‹!--').replace(/\s+/g, ' ');
}
