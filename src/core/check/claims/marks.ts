/**
 * Marks and signs as documents hold them, also where their UTF-8 was read as Mac Roman (`‚úÖ`) or as Windows-1252 (`âœ…`) and saved so. They are
 * recognised and never repaired: the bytes of a document are its author's.
 */

/** A check mark, or the words for one in a status column. */
export const PASSED = /✅|✔|✓|☑|‚úÖ|‚úî|‚úì|âœ…|âœ”|âœ“|\b(?:PASS(?:ED)?|OK|MET)\b/u;

/** A cross. */
export const FAILED = /❌|✗|✘|‚ùå|‚úó|‚úò|âŒ|âœ—|âœ˜|\b(?:FAIL(?:ED|ING)?|NOT MET|MISSED)\b/u;

/** Sources of patterns. */
export const ARROW = '(?:→|⇒|->|=>|‚Üí|â†’)';
export const MICRO = '(?:µ|μ|¬µ|Âµ|u)';
export const APPROXIMATELY = '(?:~|≈|‚âà|â‰ˆ|\\babout |\\bapprox(?:\\.|imately)? ?|\\baround |\\broughly |\\bnearly |\\balmost )';
export const AT_MOST = '(?:≤|<=|‚â§|â‰¤|\\bat most |\\bup to |\\bmax(?:imum|\\.)? )';
export const AT_LEAST = '(?:≥|>=|‚â•|â‰¥|\\bat least |\\bmin(?:imum|\\.)? )';
