/** The scenarios that come with Casebook. */
import type { Action, Step } from './action.js';
import type { Scenario } from './scenario.js';

const HOLD: Action = { do: 'hold' };
const HEAL: Action = { do: 'heal' };
const KILL: Action = { do: 'kill' };
const RESET_AT_ACCEPT: Action = { do: 'reset-at-accept' };

export const BUILT_IN: readonly Scenario[] = [
  {
    name: 'short-glitch',
    description: 'Nothing passes for 1 s: too short to give a connection up.',
    from: 'traffic',
    steps: steps([1_000, HOLD], [2_000, HEAL]),
    steady: true,
    expect: { reconnect: false, recoveryMs: 5_000, lost: false },
  },
  {
    name: 'long-outage',
    description: 'Nothing passes for 30 s: the client has to notice, and to come back.',
    from: 'traffic',
    steps: steps([1_000, HOLD], [31_000, HEAL]),
    steady: true,
    expect: { detectionMs: 30_000, reconnect: true, recoveryMs: 60_000 },
  },
  {
    name: 'reset',
    description: 'Live connections are reset once; new ones are fine.',
    from: 'traffic',
    steps: steps([1_000, KILL]),
    steady: true,
    expect: { detectionMs: 10_000, reconnect: true, recoveryMs: 10_000 },
  },
  {
    name: 'half-open',
    description: 'The other end is gone and says nothing: only a deadline of the client’s own notices.',
    from: 'traffic',
    steps: steps([1_000, { do: 'orphan' }]),
    steady: true,
    expect: { detectionMs: 60_000, reconnect: true, recoveryMs: 90_000 },
  },
  {
    name: 'slow-start',
    description: 'Connections are accepted and dropped for 3 s, then get no answer for 2 s, then all is well: a service that becomes ready.',
    from: 'start',
    steps: steps([0, RESET_AT_ACCEPT], [3_000, HEAL], [3_000, HOLD], [5_000, HEAL]),
    steady: true,
    expect: { recoveryMs: 15_000 },
  },
  {
    name: 'flapping',
    description: 'Three times, live and new connections are reset for 1 s, with 1 s between.',
    from: 'traffic',
    steps: [1_000, 3_000, 5_000].flatMap((at) => steps([at, RESET_AT_ACCEPT], [at, KILL], [at + 1_000, HEAL])),
    steady: true,
    expect: { detectionMs: 10_000, reconnect: true, recoveryMs: 15_000 },
  },
  {
    name: 'connect-blackhole',
    description: 'Live connections are reset, and new ones get no answer to their SYN for 10 s (Linux).',
    from: 'traffic',
    steps: steps([1_000, { do: 'blackhole' }], [1_000, KILL], [11_000, HEAL]),
    steady: true,
    expect: { detectionMs: 10_000, reconnect: true, recoveryMs: 30_000 },
  },
];

function steps(...pairs: readonly (readonly [number, Action])[]): Step[] {
  return pairs.map(([atMs, action]) => ({ atMs, action }));
}
