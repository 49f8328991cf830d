/** All dialects. Where two match the same place, the earlier one counts: the one that knows more. */
import { CURL_RULES } from './curl.js';
import { DOTNET_RULES } from './dotnet.js';
import { GO_RULES } from './go.js';
import { GRPC_RULES } from './grpc.js';
import { JAVA_RULES } from './java.js';
import { NAME_RULES } from './names.js';
import { NODE_RULES } from './node.js';
import { NUMBER_RULES } from './numbers.js';
import { OPENSSL_RULES } from './openssl.js';
import { PYTHON_RULES } from './python.js';
import type { Rule } from './rule.js';
import { SYSTEM_RULES } from './system.js';

export const RULES: readonly Rule[] = [...NUMBER_RULES, ...CURL_RULES, ...GRPC_RULES, ...NODE_RULES, ...DOTNET_RULES, ...GO_RULES, ...JAVA_RULES, ...PYTHON_RULES, ...OPENSSL_RULES, ...NAME_RULES, ...SYSTEM_RULES];
