/**
 * Tokens that say what they are by how they begin, and values that a name calls secret and only their entropy
 * tells from words. A keyword comes first, then the pattern, then the entropy. The forms are those that the services publish, and those that the rules of gitleaks (https://github.com/gitleaks/gitleaks) name.
 */
import { assigned } from './keywordPlaces.js';
import { entropy, type Shape } from './shape.js';

/** Bits per character: random letters and digits have more, words and names less. */
const LEAST_ENTROPY = 3.8;

/** By what they begin with, and what follows. Case counts. */
const PREFIXED: readonly (readonly [prefix: string, rest: string])[] = [
  // Code hosting and packages
  ['ghp_', '[A-Za-z0-9]{20,}'], ['gho_', '[A-Za-z0-9]{20,}'], ['ghu_', '[A-Za-z0-9]{20,}'], ['ghs_', '[A-Za-z0-9]{20,}'], ['ghr_', '[A-Za-z0-9]{20,}'], ['github_pat_', String.raw`\w{20,}`],
  ['glpat-', String.raw`[\w-]{16,}(?:\.[\w.]{9,})?`], ['glptt-', '[0-9a-f]{40}'], ['glrt-', String.raw`[\w-]{20,}(?:\.[\w.]{9,})?`], ['gldt-', String.raw`[\w-]{20,}`], ['glcbt-', String.raw`\w{1,5}_[\w-]{20,}`], ['glffct-', String.raw`[\w-]{20,}`],
  ['glft-', String.raw`[\w-]{20,}`], ['glimt-', String.raw`[\w-]{25,}`], ['glagent-', String.raw`[\w-]{50,}`], ['gloas-', String.raw`[\w-]{64,}`], ['glsoat-', String.raw`[\w-]{20,}`], ['GR1348941', String.raw`[\w-]{20,}`],
  ['npm_', '[A-Za-z0-9]{30,}'], ['pypi-', String.raw`AgEIcHlwaS5vcmc[\w-]{50,}`], ['rubygems_', '[a-f0-9]{48}'], ['CLOJARS_', '[A-Za-z0-9]{60}'], ['AKCp', '[A-Za-z0-9]{60,}'], ['cmVmd', '[A-Za-z0-9]{59}'], ['rdme_', '[a-z0-9]{70}'],
  ['dckr_pat_', String.raw`[\w-]{20,}`], ['dckr_oat_', String.raw`[\w-]{20,}`], ['oy2', '[a-z0-9]{43}'], ['bkua_', '[a-f0-9]{40}'], ['CCIPAT_', String.raw`\w{10,40}_[a-f0-9]{40}`], ['CCIPRJ_', String.raw`\w{10,40}_[a-f0-9]{40}`],
  // Clouds and hosting
  ['AKIA', '[A-Z0-9]{16}'], ['ASIA', '[A-Z0-9]{16}'], ['ABIA', '[A-Z0-9]{16}'], ['ACCA', '[A-Z0-9]{16}'], ['A3T', '[A-Z0-9]{17}'], ['ABSK', '[A-Za-z0-9+/]{100,}={0,2}'], ['bedrock-api-key-', '[A-Za-z0-9+/=_-]{20,}'], ['AIza', String.raw`[\w-]{35}`],
  ['LTAI', '[A-Za-z0-9]{12,24}'], ['dop_v1_', '[a-f0-9]{64}'], ['doo_v1_', '[a-f0-9]{64}'], ['dor_v1_', '[a-f0-9]{64}'], ['dapi', String.raw`[a-f0-9]{32}(?:-\d)?`], ['fo1_', String.raw`[\w-]{43}`], ['fm1a_', '[A-Za-z0-9+/]{100,}={0,3}'], ['fm1r_', '[A-Za-z0-9+/]{100,}={0,3}'],
  ['fm2_', '[A-Za-z0-9+/]{100,}={0,3}'], ['HRKU-', String.raw`AA[\w-]{58,}`], ['v1.0-', '[a-f0-9]{24}-[a-f0-9]{146}'], ['4b1d', '[A-Za-z0-9]{38}'], ['pscale_tkn_', String.raw`[\w=.-]{32,64}`], ['pscale_oauth_', String.raw`[\w=.-]{32,64}`], ['pscale_pw_', String.raw`[\w=.-]{32,64}`],
  ['pul-', '[a-f0-9]{40}'], ['tk-us-', String.raw`[\w-]{48}`], ['sha256~', String.raw`[\w-]{43}`], ['API-', '[A-Z0-9]{26}'], ['dp.pt.', '[A-Za-z0-9]{43}'], ['hvs.', String.raw`[\w-]{24,}`], ['hvb.', String.raw`[\w-]{100,}`], ['nfp_', '[A-Za-z0-9]{36}'],
  ['ops_eyJ', '[A-Za-z0-9+/]{250,}={0,3}'], ['A3-', '[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}'], ['AGE-SECRET-KEY-1', '[A-Z0-9]{58}'], ['pnu_', '[A-Za-z0-9]{36}'], ['PMAK-', '[A-Fa-f0-9]{24}-[A-Fa-f0-9]{34}'],
  ['ya29.', String.raw`[\w-]{20,}`], ['GOCSPX-', String.raw`[\w-]{28}`], ['tskey-', '(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{6,}-[A-Za-z0-9]{16,}'], ['sbp_', '[a-f0-9]{40}'],
  // Messages, mail, money
  ['xoxa-', '[A-Za-z0-9-]{8,}'], ['xoxb-', '[A-Za-z0-9-]{10,}'], ['xoxe-', '[A-Za-z0-9-]{10,}'], ['xoxo-', '[A-Za-z0-9-]{10,}'], ['xoxp-', '[A-Za-z0-9-]{10,}'], ['xoxr-', '[A-Za-z0-9-]{8,}'], ['xoxs-', '[A-Za-z0-9-]{10,}'], ['xoxe.', 'xox[bp]-[A-Za-z0-9-]{20,}'],
  ['xapp-', String.raw`\d-[A-Za-z0-9]+-\d+-[A-Za-z0-9]+`], ['SG.', String.raw`[\w=-]{10,40}\.[\w=.-]{20,60}|[\w=.-]{66}`], ['xkeysib-', '[a-f0-9]{64}-[A-Za-z0-9]{16}'], ['sk_live_', '[A-Za-z0-9]{10,}'], ['sk_test_', '[A-Za-z0-9]{10,}'], ['sk_prod_', '[A-Za-z0-9]{10,}'],
  ['rk_live_', '[A-Za-z0-9]{10,}'], ['rk_test_', '[A-Za-z0-9]{10,}'], ['rk_prod_', '[A-Za-z0-9]{10,}'], ['whsec_', '[A-Za-z0-9+/]{24,}={0,2}'], ['sq0atp-', String.raw`[\w-]{22,}`], ['sq0csp-', String.raw`[\w-]{40,}`], ['EAAA', String.raw`[\w-]{22,60}`], ['EAAM', '[A-Za-z0-9]{100,}'], ['EAAC', '[A-Za-z0-9]{100,}'], ['EZAK', '[A-Za-z0-9]{54}'], ['EZTK', '[A-Za-z0-9]{54}'],
  ['FLWSECK_TEST-', '[A-Za-z0-9]{12,32}(?:-X)?'], ['FLWPUBK_TEST-', '[A-Za-z0-9]{32}-X'], ['duffel_test_', String.raw`[\w=-]{43}`], ['duffel_live_', String.raw`[\w=-]{43}`], ['shippo_live_', '[A-Fa-f0-9]{40}'], ['shippo_test_', '[A-Fa-f0-9]{40}'],
  ['shpat_', '[A-Fa-f0-9]{32}'], ['shpca_', '[A-Fa-f0-9]{32}'], ['shppa_', '[A-Fa-f0-9]{32}'], ['shpss_', '[A-Fa-f0-9]{32}'],
  // Models
  ['sk-ant-', String.raw`[\w-]{32,}`], ['sk-proj-', String.raw`[\w-]{32,}`], ['sk-svcacct-', String.raw`[\w-]{32,}`], ['sk-admin-', String.raw`[\w-]{32,}`], ['sk-or-v1-', '[a-f0-9]{64}'], ['sk-', '[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}'], ['hf_', '[A-Za-z]{34}'], ['api_org_', '[A-Za-z]{34}'], ['pplx-', '[A-Za-z0-9]{48}'], ['gsk_', '[A-Za-z0-9]{52}'], ['r8_', '[A-Za-z0-9]{37}'], ['xai-', '[A-Za-z0-9]{70,}'], ['nvapi-', String.raw`[\w-]{60,}`], ['lsv2_', '(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}'],
  // Observation and work
  ['glc_', '[A-Za-z0-9+/]{32,}={0,3}'], ['glsa_', '[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}'], ['eyJrIjoi', '[A-Za-z0-9]{70,}={0,3}'], ['NRAK-', '[A-Za-z0-9]{27}'], ['NRJS-', '[a-f0-9]{19}'], ['NRII-', '[A-Za-z0-9-]{32}'], ['NRIQ-', '[A-Za-z0-9-]{32}'], ['dt0c01.', String.raw`[A-Za-z0-9]{24}\.[A-Za-z0-9]{64}`],
  ['sntrys_', String.raw`eyJ[A-Za-z0-9+/=_]{40,}`], ['sntryu_', '[a-f0-9]{64}'], ['lin_api_', '[A-Za-z0-9]{40}'], ['figd_', String.raw`[\w-]{40}`], ['ntn_', '[A-Za-z0-9]{46}'], ['secret_', '[A-Za-z0-9]{43}'], ['ATATT3', String.raw`[\w=-]{60,}`], ['fio-u-', String.raw`[\w=-]{64}`], ['tfp_', String.raw`[\w.=-]{59}`], ['dnkey-', String.raw`[\w=-]{26}-[\w=-]{52}`],
  ['sgp_', '(?:(?:[A-Fa-f0-9]{16}|local)_)?[A-Fa-f0-9]{40}'], ['sm_aat_', '[A-Za-z0-9]{16}'], ['sm_pat_', '[A-Za-z0-9]{16}'], ['sm_sat_', '[A-Za-z0-9]{16}'], ['s-s4t2ud-', '[a-f0-9]{64}'], ['s-s4t2af-', '[a-f0-9]{64}'], ['p8e-', '[A-Za-z0-9]{32}'], ['squ_', '[a-f0-9]{40}'], ['sqp_', '[a-f0-9]{40}'], ['sqa_', '[a-f0-9]{40}'], ['AQVN', String.raw`[\w-]{35,38}`], ['ico-', '[A-Za-z0-9]{32}'], ['jfrt@', String.raw`[\w.-]{20,}`],
];

const PREFIX_SHAPE: Shape = {
  type: 'token',
  keywords: PREFIXED.map(([prefix]) => prefix.toLowerCase()),
  pattern: new RegExp(String.raw`(?<![A-Za-z0-9_-])(?<secret>${PREFIXED.map(([prefix, rest]) => `${prefix.replace(/[.]/g, String.raw`\.`)}(?:${rest})`).join('|')})(?![A-Za-z0-9])`, 'g'),
};

/** Tokens that are told by what stands in them. */
export const TOKENS: readonly Shape[] = [
  { type: 'jwt', keywords: ['eyj'], pattern: /(?<secret>(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)/g },
  PREFIX_SHAPE,
  { type: 'token', keywords: ['.atlasv1.'], pattern: /(?<secret>\b[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70})/g },
  { type: 'token', keywords: ['q~'], pattern: /(?<secret>(?<![\w~.-])[\w~.]{3}\dQ~[\w~.-]{31,34}(?![\w~-]))/g },
  { type: 'token', keywords: ['_mmk'], pattern: /(?<secret>\b[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk\b)/g },
  { type: 'token', keywords: ['pat'], pattern: /(?<secret>\bpat(?:[A-Za-z0-9]{14}\.[a-f0-9]{64}|\.[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20})\b)/g },
  { type: 'token', keywords: ['sat.'], pattern: /(?<secret>\bsat\.[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}\b)/g },
  { type: 'token', keywords: ['.acc.', '.acc_', '.acc-'], pattern: /(?<secret>\b(?:sc|ext|scauth|authress)_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[._-][A-Za-z0-9-]{10,32}\.[A-Za-z0-9+/_=-]{30,120})/g },
  { type: 'token', keywords: ['telegram', ':aa'], pattern: /(?<secret>(?<!\d)\d{8,10}:AA[\w-]{33}(?![\w-]))/g },
  // A private key in PEM that was put into base 64 as a whole, as Kubernetes keeps it: what it begins with says which kind.
  { type: 'private-key', keywords: ['ls0tls1crudjtib'], pattern: /(?<secret>(?<![A-Za-z0-9+/])LS0tLS1CRUdJTiB(?:QUklWQVRF|SU0EgUFJJVkFUR|FQyBQUklWQVRF|PUEVOU1NIIFBSSVZBVEUg|FTkNSWVBURUQgUFJJVkFUR|EU0EgUFJJVkFUR)[A-Za-z0-9+/]{20,}={0,2})/g },
  // Of a password, from which a short one is found: bcrypt, crypt's, argon2, Django's.
  {
    type: 'password-hash',
    keywords: ['$2a$', '$2b$', '$2y$', '$apr1$', '$1$', '$5$', '$6$', '$y$', '$argon2', 'pbkdf2_sha'],
    pattern: /(?<secret>\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}|\$(?:1|apr1)\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}|\$[56]\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,16}\$(?:[./A-Za-z0-9]{86}|[./A-Za-z0-9]{43})|\$y\$[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{0,86}\$[./A-Za-z0-9]{43}|\$argon2(?:id|i|d)\$v=\d{1,3}\$[a-z0-9=,]{1,40}\$[A-Za-z0-9+/]{8,88}\$[A-Za-z0-9+/]{16,172}|\bpbkdf2_sha\d{1,3}\$\d{1,9}\$[^\s$]{1,64}\$[A-Za-z0-9+/]{20,88}={0,2})(?![./A-Za-z0-9])/g,
  },
  // Whoever knows such an address may post there.
  { type: 'webhook', keywords: ['hooks.slack.com'], pattern: /(?<keep>hooks\.slack\.com\/(?:services|workflows|triggers)\/)(?<secret>[A-Za-z0-9+/]{20,})/g },
  { type: 'webhook', keywords: ['/api/webhooks/'], pattern: /(?<keep>discord(?:app)?\.com\/api\/webhooks\/\d{10,20}\/)(?<secret>[\w-]{40,})/g },
  { type: 'webhook', keywords: ['.webhook.office.com'], pattern: /(?<keep>\.webhook\.office\.com\/webhookb2\/)(?<secret>[\w@/-]{60,})/g },
];

/** Names that call a value secret less surely: `key` is also a word of caches and maps. */
const WEAK = String.raw`(?:(?<![A-Za-z])key|[_.-]key|[a-z]Key|[_-]KEY|credentials?|creds|(?<![A-Za-z])auth|[a-z]Auth|token|(?<![A-Za-z])salt)`;

/** What only its entropy tells from a name, a path or a number. */
export const RANDOM_VALUES: readonly Shape[] = [
  {
    type: 'value',
    keywords: ['key', 'cred', 'auth', 'token', 'salt'],
    where: assigned,
    pattern: new RegExp(String.raw`(?<keep>${WEAK}\\*["']?[ \t]*(?:=>|:=|[=:])[ \t]*\\*["']?)(?<secret>[A-Za-z0-9_+/~=-][A-Za-z0-9_.+/~=-]{19,150})(?![A-Za-z0-9_.+/~=-])`, 'g'),
    accept: isRandom,
  },
];

/** A UUID or hexadecimal digits name a commit, a hash or a trace at least as often as a secret; a word, a path and a version hold no secret. */
function isRandom(value: string): boolean {
  if (/^[0-9A-Fa-f-]+$/.test(value) || /^sha\d{1,3}[-:]/.test(value)) return false;
  if (!/\d/.test(value) || !/[a-z]/.test(value) || !/[A-Z]/.test(value)) return false;
  // Words put together: a path, a qualified name, an identifier.
  if (/^[./~]|[a-z]{7,}|\.\w{1,5}$/.test(value)) return false;
  return entropy(value) >= LEAST_ENTROPY;
}
