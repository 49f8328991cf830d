/** Status codes of gRPC (google.golang.org/grpc/codes, grpc/statuscodes.md), as each language spells them. */
import type { FailureId } from '../failures.js';
import type { Meaning, Rule } from './rule.js';

const STATUS: readonly (readonly [name: string, failure: FailureId | undefined])[] = [
  ['OK', undefined],
  ['CANCELLED', 'cancelled'],
  ['UNKNOWN', 'rpc-status'],
  ['INVALID_ARGUMENT', 'rpc-status'],
  ['DEADLINE_EXCEEDED', 'deadline'],
  ['NOT_FOUND', 'rpc-status'],
  ['ALREADY_EXISTS', 'rpc-status'],
  ['PERMISSION_DENIED', 'rpc-credentials'],
  ['RESOURCE_EXHAUSTED', 'rpc-status'],
  ['FAILED_PRECONDITION', 'rpc-status'],
  ['ABORTED', 'rpc-status'],
  ['OUT_OF_RANGE', 'rpc-status'],
  ['UNIMPLEMENTED', 'rpc-unimplemented'],
  ['INTERNAL', 'rpc-status'],
  ['UNAVAILABLE', 'rpc-unavailable'],
  ['DATA_LOSS', 'rpc-status'],
  ['UNAUTHENTICATED', 'rpc-credentials'],
];

const BY_WORD = new Map(STATUS.map((entry) => [entry[0].replace('_', '').replace('_', '').toLowerCase(), entry]));
BY_WORD.set('canceled', STATUS[1] ?? ['CANCELLED', 'cancelled']);

function meaningOfWord(word: string): Meaning | undefined {
  return meaning(BY_WORD.get(word.replaceAll('_', '').toLowerCase()));
}

function meaning(entry: (typeof STATUS)[number] | undefined): Meaning | undefined {
  const failure = entry?.[1];
  return entry && failure && { failures: [failure], name: entry[0] };
}

const WORDS = STATUS.map(([name]) => name).join('|');

export const GRPC_RULES: readonly Rule[] = [
  {
    dialect: 'grpc',
    pattern: /\brpc error: code = ([A-Za-z]{2,20})\b|\bStatusCode(?:\.|=|::)"?([A-Za-z_]{2,20})\b|\bStatus(?:Runtime)?Exception: ([A-Z_]{2,20})\b|\bcodes\.([A-Z][A-Za-z]{2,20})\b|\bGRPC_STATUS_([A-Z_]{2,20})\b|\bStatus\{code=([A-Z_]{2,20})\b/g,
    meaning: ([, ...words]) => meaningOfWord(words.find((word: string | undefined) => word !== undefined) ?? ''),
  },
  {
    dialect: 'grpc',
    pattern: new RegExp(`\\b(\\d{1,2}) (${WORDS}): `, 'g'),
    meaning: ([, number, word = '']) => (STATUS[Number(number)]?.[0] === word ? meaningOfWord(word) : undefined),
  },
  {
    dialect: 'grpc',
    pattern: /\bgrpc[-_]status['"]?[ \t]*[:=][ \t]*['"]?(\d{1,2})\b/gi,
    meaning: ([, number]) => meaning(STATUS[Number(number)]),
  },
  { dialect: 'grpc', pattern: /\btransport is closing\b|\bno connection established\b|\bfailed to connect to all addresses\b|\bname resolver error: produced zero addresses\b/gi, meaning: () => ({ failures: ['rpc-unavailable'], name: 'UNAVAILABLE' }) },
];
