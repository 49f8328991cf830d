/** The probes that ask one address. A new probe is a file of its own and one line here. */
import type { AddressProbeName } from '../../core/probe/ladder.js';
import { askHttp1 } from './http1.js';
import type { AddressProbe } from './question.js';
import { askTcp } from './tcp.js';

export const ADDRESS_PROBES: Readonly<Record<AddressProbeName, AddressProbe>> = { tcp: askTcp, http1: askHttp1 };
