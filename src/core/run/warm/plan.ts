/** Repetition inside a framework, instead of a new process for each attempt. */

/** The frameworks whose own repetition is used. */
export const WARM_FRAMEWORKS = ['vitest', 'go', 'pytest', 'gtest', 'ginkgo', 'playwright'] as const;

export type WarmFramework = (typeof WARM_FRAMEWORKS)[number];

export interface WarmPlan {
  readonly framework: WarmFramework;
}
