/** Names that call what stands behind them a secret. */

/** Names of values that are secret, at the end of whatever they are part of: `DB_PASSWORD`, `x-api-key`, `clientSecret`, `GITHUB_TOKEN`. */
export const NAMES = [
  'pass(?:word|wd|phrase)', 'pwd', 'secret(?:[_-]?key(?:[_-]?base)?|string)?', '(?:api|access|account|private|encryption|signing|master|subscription|functions|application|shared)[_-]?key', 'client-key-data',
  '(?:access|auth|refresh|id|session|api|user|bot|bearer|identity|deploy|private)[_-]?token', '(?<=[a-z0-9][_-])token', '(?<![a-z0-9])_auth', '(?<=[?&;])(?:sig|token|auth|jwt|signature)', 'x-amz-signature', '_gitlab_session', 'jsessionid', 'phpsessid', 'connect\\.sid',
].join('|');

/** What stands in each of them, in lower case. */
export const NAME_WORDS = ['password', 'passwd', 'passphrase', 'pwd', 'secret', 'apikey', 'api_key', 'api-key', 'accesskey', 'access_key', 'access-key', 'accountkey', 'account_key', 'account-key', 'privatekey', 'private_key', 'private-key', 'encryptionkey', 'encryption_key', 'encryption-key', 'signingkey', 'signing_key', 'signing-key', 'masterkey', 'master_key', 'master-key', 'subscriptionkey', 'subscription_key', 'subscription-key', 'functions-key', 'functions_key', 'application-key', 'application_key', 'applicationkey', 'sharedkey', 'shared_key', 'shared-key', 'client-key-data', 'token', '_auth', 'sig=', 'auth=', 'jwt=', 'signature=', 'x-amz-signature', '_gitlab_session', 'jsessionid', 'phpsessid', 'connect.sid'];

/** Names as they stand in a pair of a name and a value, as Kubernetes, Docker, HAR and AWS have them. */
export const NAMED = String.raw`(?:pass(?:word|wd|phrase)|pwd|secret(?:[_-]?key(?:[_-]?base)?)?|(?:api|access|account|private|encryption|signing|master)[_-]?key|token|authorization|(?:set-)?cookie|connection[_-]?string|(?<![a-z0-9])(?:pass|pw|dsn|credentials?))`;
