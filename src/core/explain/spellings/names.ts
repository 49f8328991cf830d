/** Names of error numbers, and the names that Node gives besides. */
import { failureOf, plainName } from '../errno/failureOf.js';
import { ERRNO_WORDS, numbersOf } from '../errno/tables.js';
import type { FailureId } from '../failures.js';
import type { Rule } from './rule.js';

/** Syscalls of c-ares in Node: there ENODATA, ECONNREFUSED and ETIMEOUT are answers of, or about, the DNS server. */
const QUERY = /\bquery(?:A|Aaaa|Any|Caa|Cname|Mx|Naptr|Ns|Ptr|Soa|Srv|Txt)\b|\bgetHostByAddr\b/;

const DNS: Readonly<Record<string, readonly [FailureId, string]>> = {
  ENODATA: ['no-address', 'From a DNS query of Node (c-ares) this is not the errno of that name: the name exists, without such a record.'],
  ECONNREFUSED: ['resolver-failed', 'From a DNS query of Node it is the DNS server that refused, not the target.'],
  ETIMEOUT: ['resolver-try-again', 'From a DNS query of Node: the DNS server did not answer.'],
};

/** Codes of Node that are not errno's. */
const NODE: Readonly<Record<string, FailureId>> = {
  ENOTFOUND: 'no-such-name', ETIMEOUT: 'resolver-try-again', ESERVFAIL: 'resolver-try-again', EREFUSED: 'resolver-failed', EBADRESP: 'resolver-failed', ENONAME: 'no-such-name',
  EAI_AGAIN: 'resolver-try-again', EAI_FAIL: 'resolver-failed', EAI_NODATA: 'no-address', EAI_NONAME: 'no-such-name', EAI_ADDRFAMILY: 'no-address', EAI_SERVICE: 'misuse', EAI_MEMORY: 'no-memory', EAI_SYSTEM: 'resolver-failed',
  ESOCKETTIMEDOUT: 'read-timeout', ECONNABORTED: 'aborted', ECANCELLED: 'cancelled',
};

export const NAME_RULES: readonly Rule[] = [
  {
    dialect: 'errno',
    pattern: /(?<![A-Za-z0-9_$])(?:WSA)?E(?:AI_)?[A-Z0-9]{2,17}(?![A-Za-z0-9_])/g,
    meaning: (match) => {
      const { 0: spelt, input = '', index = 0 } = match;
      const around = input.slice(Math.max(0, index - 120), index + 160);
      const query = DNS[spelt];
      if (query && QUERY.test(around)) return { failures: [query[0]], name: spelt, note: query[1] };
      const name = plainName(spelt);
      // Axios has its own time limit, and spells it as an aborted connection.
      if (name === 'ECONNABORTED' && /timeout of \d+ ?ms exceeded/.test(around)) return { failures: ['read-timeout'], name, note: 'From axios this is its own `timeout`.' };
      const node = NODE[name];
      if (node) return { failures: [node], name };
      if (!ERRNO_WORDS.has(name) || name === 'EOF') return undefined;
      return { failures: [failureOf(name)], name, readings: numbersOf(name) };
    },
  },
  {
    dialect: 'system',
    pattern: /(?<![A-Za-z0-9_])WSA(?:HOST_NOT_FOUND|TRY_AGAIN|NO_RECOVERY|NO_DATA|NOTINITIALISED|SYSNOTREADY|SERVICE_NOT_FOUND)(?![A-Za-z0-9_])/g,
    meaning: ([name]) => ({ failures: [failureOf(name)], name, readings: numbersOf(name) }),
  },
];
