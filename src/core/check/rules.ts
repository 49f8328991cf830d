/** The rules, in the order of {@link RULE_IDS}. */
import type { Rule } from './rule.js';
import { claimChange } from './rules/claimChange.js';
import { claimCount } from './rules/claimCount.js';
import { claimDetection } from './rules/claimDetection.js';
import { claimDuration } from './rules/claimDuration.js';
import { claimErrno } from './rules/claimErrno.js';
import { claimExpected } from './rules/claimExpected.js';
import { claimInterval } from './rules/claimInterval.js';
import { claimOrder } from './rules/claimOrder.js';
import { claimPercentage } from './rules/claimPercentage.js';
import { claimRange } from './rules/claimRange.js';
import { claimStale } from './rules/claimStale.js';
import { claimSum } from './rules/claimSum.js';
import { claimUnproven } from './rules/claimUnproven.js';
import { debugFieldMissing } from './rules/debugFieldMissing.js';
import { disableComment } from './rules/disableComment.js';
import { doneWithoutResults } from './rules/doneWithoutResults.js';
import { duplicateNumber } from './rules/duplicateNumber.js';
import { evidenceEdited } from './rules/evidenceEdited.js';
import { evidenceLedgerMissing } from './rules/evidenceLedgerMissing.js';
import { evidenceMarker } from './rules/evidenceMarker.js';
import { fileNotFound } from './rules/fileNotFound.js';
import { frontMatter } from './rules/frontMatter.js';
import { headerFieldMissing } from './rules/headerFieldMissing.js';
import { linkBroken } from './rules/linkBroken.js';
import { mandatorySectionEmpty } from './rules/mandatorySectionEmpty.js';
import { mandatorySectionMissing } from './rules/mandatorySectionMissing.js';
import { notAWorkItem } from './rules/notAWorkItem.js';
import { phaseDuplicated } from './rules/phaseDuplicated.js';
import { phaseMissing } from './rules/phaseMissing.js';
import { phaseOrder } from './rules/phaseOrder.js';
import { secretInText } from './rules/secretInText.js';
import { statusDisagrees } from './rules/statusDisagrees.js';
import { statusStale } from './rules/statusStale.js';
import { unclosedFence } from './rules/unclosedFence.js';
import { unreadable } from './rules/unreadable.js';
import { workItemNotFound } from './rules/workItemNotFound.js';

export const RULES: readonly Rule[] = [
  unreadable,
  frontMatter,
  notAWorkItem,
  headerFieldMissing,
  statusStale,
  statusDisagrees,
  phaseMissing,
  phaseDuplicated,
  phaseOrder,
  mandatorySectionMissing,
  mandatorySectionEmpty,
  debugFieldMissing,
  doneWithoutResults,
  duplicateNumber,
  workItemNotFound,
  fileNotFound,
  linkBroken,
  unclosedFence,
  evidenceMarker,
  evidenceEdited,
  evidenceLedgerMissing,
  secretInText,
  claimPercentage,
  claimSum,
  claimChange,
  claimCount,
  claimRange,
  claimInterval,
  claimDuration,
  claimOrder,
  claimDetection,
  claimExpected,
  claimErrno,
  claimUnproven,
  claimStale,
  disableComment,
];
