/** An event of a proxy as a line for people. */
import { duration } from '../report/format.js';
import type { LaneBytes, WitnessEvent } from './witness.js';

/** `12.3 ms  #1  accepted 127.0.0.1:40000` */
export function witnessText(event: WitnessEvent): string {
  const connection = 'connection' in event ? `#${event.connection}` : '';
  return `${duration(event.t).padStart(10)}  ${connection.padEnd(4)}  ${words(event)}`;
}

function words(event: WitnessEvent): string {
  switch (event.type) {
    case 'listening':
      return `listening on ${event.address}, for ${event.upstream}, seed ${event.seed}`;
    case 'fault':
      return `>> ${event.action}`;
    case 'healthy':
      return 'all traffic passes';
    case 'accept':
      return `accepted ${event.from}`;
    case 'syn-dropped':
      return `SYN of ${event.from} dropped`;
    case 'upstream-failed':
      return `the upstream could not be reached (${event.code}): the client was reset`;
    case 'withheld':
      return `${event.end === true ? 'closing' : 'first byte'} ${event.direction === 'up' ? 'to the server' : 'to the client'} withheld`;
    case 'full':
      return `no more is read from the ${event.direction === 'up' ? 'client' : 'server'}: what it does now is not seen`;
    case 'broken':
      return BROKEN[event.by];
    case 'client-fin':
      return 'the client closed';
    case 'client-rst':
      return 'the client reset';
    case 'server-fin':
      return 'the server closed';
    case 'server-rst':
      return 'the server reset';
    case 'answer':
      return event.asked ? 'first round trip relayed' : 'first byte of the server relayed';
    case 'closed':
      return `gone: up ${laneText(event.up)}; down ${laneText(event.down)}`;
    case 'control-failed':
      return `not done: ${event.reason}`;
  }
}

const BROKEN = {
  kill: 'reset (kill)',
  orphan: 'its upstream was taken away (orphan)',
  'reset-at-accept': 'reset at accept',
  'reset-idle': 'reset, since it was idle',
  cut: 'closed after the bytes that may pass (cut)',
  'reset-after': 'reset after the bytes that may pass',
} as const;

function laneText({ relayed, withheld, lost, late }: LaneBytes): string {
  return [`${relayed} relayed`, ...(withheld > 0 ? [`${withheld} withheld`] : []), ...(lost > 0 ? [`${lost} lost`] : []), ...(late > 0 ? [`${late} late`] : [])].join(', ');
}
