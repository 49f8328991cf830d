/** Variables of the environment that make one client behave otherwise than another. */
import { SECURE_SCHEMES, type EndpointTarget } from './types.js';

/** Which way a request goes: curl, Go, Python, .NET, and Node with NODE_USE_ENV_PROXY. Names are told apart by case on Unix, so both spellings stand here. */
const ROUTE = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy', 'NODE_USE_ENV_PROXY'];

/** How names become addresses. */
const NAMES = ['RES_OPTIONS', 'LOCALDOMAIN', 'HOSTALIASES'];

/** Switches of runtimes and libraries. */
const SWITCHES = ['NODE_OPTIONS', 'DOTNET_SYSTEM_NET_*', 'GODEBUG', 'JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'JDK_JAVA_OPTIONS', 'LD_PRELOAD'];

/** Whom a client trusts. */
const TRUST = ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS', 'NODE_TLS_REJECT_UNAUTHORIZED', 'OPENSSL_CONF'];

/** What the probes obey themselves, since they run in Node and ask the system for names. */
const OWN_TOO = [...NAMES, 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'OPENSSL_CONF', 'LD_PRELOAD'];

/** Whether a client may obey the variable while the probes do not. */
export function isForeign(name: string): boolean {
  return !OWN_TOO.includes(name);
}

/** Whether the variable sends requests to a proxy. */
export function isProxy(name: string): boolean {
  return /^(?:https?|all)_proxy$/i.test(name);
}

/** All of them: `NAME`, or `BEGINNING*`. */
export const CLIENT_VARIABLES: readonly string[] = [...ROUTE, ...NAMES, ...SWITCHES, ...TRUST, 'GRPC_*'];

/** The names that matter to clients of a target. Trust does where TLS is spoken. */
export function clientVariables({ scheme }: EndpointTarget): readonly string[] {
  const secure = SECURE_SCHEMES.includes(scheme);
  return [...ROUTE, ...NAMES, ...SWITCHES, ...(secure ? TRUST : []), ...(scheme === 'grpc' || scheme === 'grpcs' ? ['GRPC_*'] : [])];
}

/** The variables of an environment that a list names, in the order of their names; empty ones are left out, since most clients take them for unset. */
export function variablesIn(environment: Readonly<Record<string, string | undefined>>, names: readonly string[]): [name: string, value: string][] {
  const wanted = (name: string): boolean => names.some((known) => (known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known));
  return Object.entries(environment)
    .filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '' && wanted(entry[0]))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
