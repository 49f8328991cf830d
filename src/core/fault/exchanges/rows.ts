/** Requests and messages as rows of a fault test's table. */
import { counted } from '../../report/format.js';
import type { FaultRow } from '../row.js';
import type { Exchanges, MessageCounts, RequestCounts } from './types.js';

const NONE = '-';

/** @param lost whether the scenario lets bytes be lost; undefined: it does not say */
export function exchangeRows(control: Exchanges | undefined, fault: Exchanges, lost: boolean | undefined): FaultRow[] {
  const rows: FaultRow[] = [];
  const add = (what: string, judged: boolean, textOf: (exchanges: Exchanges) => string | undefined, lostOf: (exchanges: Exchanges) => number | undefined = () => 0): void => {
    const [without, observed] = [control && textOf(control), textOf(fault)];
    if (without === undefined && observed === undefined) return;
    const expected = judged && lost === false;
    rows.push({ what, expected: expected ? 'none lost' : NONE, control: without ?? NONE, observed: observed ?? 'none seen', holds: expected ? lostOf(fault) === 0 : null });
  };
  add('Requests', true, ({ requests }) => (requests === null ? undefined : requestText(requests)), ({ requests }) => requests?.lost);
  add('Requests sent again', false, ({ requests }) => (requests === null ? undefined : againText(requests)));
  add('Messages to the server', true, ({ messages }) => (messages === null ? undefined : messageText(messages.up)), ({ messages }) => messages?.up.lost);
  add('Messages to the client', true, ({ messages }) => (messages === null ? undefined : messageText(messages.down)), ({ messages }) => messages?.down.lost);
  add('Messages sent again', false, ({ messages }) => (messages === null ? undefined : againText(messages)));
  const untold = untoldText(fault);
  if (untold !== undefined) rows.push({ what: rows.length === 0 ? 'Requests' : 'Not told', expected: NONE, control: (control && untoldText(control)) ?? NONE, observed: untold, holds: null });
  return rows;
}

function requestText({ begun, answered, lost, underWay }: RequestCounts): string {
  return [`${begun} begun`, `${answered} answered`, `${lost} lost`, ...(underWay > 0 ? [`${underWay} under way at the end`] : [])].join(', ');
}

function messageText({ sent, delivered, lost, underWay }: MessageCounts): string {
  return [`${sent} sent`, `${delivered} delivered`, `${lost} lost`, ...(underWay > 0 ? [`${underWay} under way at the end`] : [])].join(', ');
}

/** What is asked twice may be done twice. */
function againText({ again, twice }: { readonly again: number; readonly twice: number }): string {
  if (again === 0) return 'none';
  return `${again}, of which ${twice === 0 ? 'none' : twice} reached the server twice`;
}

/** Undefined where all could be told. */
function untoldText({ untold: { tls, http2, other, silent } }: Exchanges): string | undefined {
  const parts = [...(tls > 0 ? [`TLS on ${counted(tls, 'connection')}`] : []), ...(http2 > 0 ? [`HTTP/2 on ${counted(http2, 'connection')}`] : []), ...(other > 0 ? [`neither HTTP/1 nor WebSocket on ${counted(other, 'connection')}`] : []), ...(silent > 0 ? [`nothing sent on ${counted(silent, 'connection')}`] : [])];
  return parts.length === 0 ? undefined : `cannot be told: ${parts.join(', ')}`;
}
