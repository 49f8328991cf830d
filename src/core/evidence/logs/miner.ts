/**
 * Templates of messages, by Drain (He, Zhu, Zheng and Lyu, 2017): messages of one length that begin alike and have enough words in common are one
 * template, and the words in which they differ are `*`.
 */
import { ANY, NUMBER } from './message.js';
import type { Severity } from './severity.js';

export interface Template {
  /** Its words; they become more general when it takes in another message. */
  readonly words: string[];
  readonly index: number;
}

/** Part of the words that must be equal. Higher than in the paper: "connection opened" and "connection closed" are two things to whoever debugs. */
const SIMILAR = 0.75;

/** Templates that are kept apart; what is new beyond is one, and named so. */
const MAX_TEMPLATES = 3000;

/** Templates of one length and beginning that a message is compared with. */
const MAX_CANDIDATES = 200;

/** What stands for all messages beyond {@link MAX_TEMPLATES}. */
const OTHERS = '(other messages)';

/** Whether they stand for all messages beyond those that are told apart. */
export function isOthers(words: readonly string[]): boolean {
  return words.length === 1 && words[0] === OTHERS;
}

export class TemplateMiner {
  private readonly all: Template[] = [];
  private readonly tree = new Map<string, Template[]>();
  private others: Template | undefined;

  get templates(): readonly Template[] {
    return this.all;
  }

  /**
   * The template of a message, which may be a template of another miner.
   * @param words as `wordsOf` gives them
   * @param severity messages of different ones are never one template
   */
  templateOf(words: readonly string[], severity: Severity): Template {
    const candidates = this.leaf(words, severity);
    let best: Template | undefined;
    let most = 0;
    for (const candidate of candidates) {
      const equal = equality(candidate.words, words);
      if (equal > most) [best, most] = [candidate, equal];
    }
    if (best && most >= SIMILAR) {
      words.forEach((word, index) => {
        if (best.words[index] !== word) best.words[index] = ANY;
      });
      return best;
    }
    if (this.all.length >= MAX_TEMPLATES || candidates.length >= MAX_CANDIDATES) return (this.others ??= this.add([OTHERS]));
    const added = this.add(words);
    candidates.push(added);
    return added;
  }

  private leaf(words: readonly string[], severity: Severity): Template[] {
    const key = `${severity} ${words.length} ${words[0] ?? ''}`;
    let leaf = this.tree.get(key);
    if (!leaf) this.tree.set(key, (leaf = []));
    return leaf;
  }

  private add(words: readonly string[]): Template {
    const template = { words: [...words], index: this.all.length };
    this.all.push(template);
    return template;
  }
}

/** The part of the words, 0–1, that are equal. Numbers say nothing: they count half, so that two messages of numbers alone are still alike. */
function equality(template: readonly string[], words: readonly string[]): number {
  let equal = 0;
  let all = 0;
  for (let index = 0; index < words.length; index++) {
    const word = template[index];
    const weight = word === NUMBER || word === ANY ? 0.5 : 1;
    all += weight;
    // Levels and field names are no words that differ.
    if (word === words[index] || word === ANY || words[index] === ANY) equal += weight;
    else if (index < 3 && isLevel(word ?? '') && isLevel(words[index] ?? '')) return 0;
  }
  return all === 0 ? 1 : equal / all;
}

function isLevel(word: string): boolean {
  return /^(?:level=)?[[(<"]?(?:trace|debug|info|notice|warn|warning|error|err|fail|fatal|critical|crit|[TDIWEF])[\])>":,]?$/i.test(word);
}
