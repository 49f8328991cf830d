/** What a warm run's attempts were, in words. */
import type { WarmFramework } from '../run/warm/plan.js';

export const WARM_WORDS: Readonly<Record<WarmFramework, string>> = {
  vitest: 'repeated inside one process of Vitest',
  go: 'repeated inside one process of the compiled tests',
  pytest: 'repeated inside one process of pytest',
  gtest: 'repeated inside one process of the program',
  playwright: 'repeated by one runner of Playwright, whose global set-up and servers they share; worker process and browser anew for each',
  ginkgo: 'a process for each attempt, of the suite compiled once',
};
