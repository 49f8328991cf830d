/** Which lessons fit a problem: by words (BM25, from MiniSearch), and first those of work items that failed in the same way. */
import MiniSearch from 'minisearch';
import { failuresIn, type Lesson, type Teacher } from './extract.js';

export interface RankedLesson extends Lesson {
  readonly path: string;
  readonly title: string;
  readonly alias?: string;
  /** Whether its work item holds an error message that equals one of the problem's, but for numbers, addresses, paths and times. */
  readonly sameFailure: boolean;
  /** Higher fits better; comparable within one answer only. */
  readonly score: number;
}

export interface Problem {
  readonly words: string;
  /** Text with the error messages of the problem. */
  readonly errors: string;
}

/** The lessons that fit, best first. */
export function rankLessons(teachers: readonly Teacher[], { words, errors }: Problem, limit: number): RankedLesson[] {
  const all = teachers.flatMap((teacher) => teacher.lessons.map((lesson) => ({ teacher, lesson })));
  const index = new MiniSearch<{ id: number; text: string; title: string; component: string; failures: string }>({
    fields: ['text', 'title', 'component', 'failures'],
    searchOptions: { boost: { text: 2, title: 1.5 }, prefix: (term) => term.length > 3, fuzzy: (term) => (term.length > 5 ? 0.15 : false) },
  });
  index.addAll(all.map(({ teacher, lesson }, id) => ({ id, text: lesson.text, title: teacher.title, component: teacher.component, failures: teacher.failures.join(' ') })));
  const query = `${words} ${errors}`.slice(0, MAX_QUERY);
  const scores = new Map(index.search(query).map(({ id, score }) => [id as number, score]));
  const wanted = new Set(failuresIn(errors));
  const best = Math.max(1, ...scores.values());
  return all
    .map(({ teacher, lesson }, id): RankedLesson => {
      const sameFailure = teacher.failures.some((failure) => wanted.has(failure));
      const score = (scores.get(id) ?? 0) + (sameFailure ? best : 0);
      return { ...lesson, path: teacher.path, title: teacher.title, ...(teacher.alias !== undefined && { alias: teacher.alias }), sameFailure, score };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.path.localeCompare(b.path) || a.line - b.line)
    .slice(0, limit);
}

/** Characters of a query; more words cost time and tell no more. */
const MAX_QUERY = 4_000;
