/** Requests and messages as rows of a fault test's table. */
import { counted } from '../../report/format.js';
import type { FaultRow } from '../row.js';
import type { Exchanges, MessageCounts, RequestCounts } from './types.js';

const NONE = '-';

/** @param lost whether the scenario lets bytes be lost; undefined: it does not say */
export function exchangeRows(control: Exchanges | undefined, fault: Exchanges, lost: boolean | undefined): FaultRow[] {
  const { requests, messages } = fault;
  const rows: FaultRow[] = [];
  if (requests) {
    rows.push({ what: 'Requests', expected: lost === false ? 'none lost' : NONE, control: control?.requests ? requestText(control.requests) : NONE, observed: requestText(requests), holds: lost === false ? requests.lost === 0 : null });
    rows.push({ what: 'Requests sent again', expected: NONE, control: control?.requests ? againText(control.requests) : NONE, observed: againText(requests), holds: null });
  }
  if (messages) {
    const expected = lost === false ? 'none lost' : NONE;
    rows.push({ what: 'Messages to the server', expected, control: control?.messages ? messageText(control.messages.up) : NONE, observed: messageText(messages.up), holds: lost === false ? messages.up.lost === 0 : null });
    rows.push({ what: 'Messages to the client', expected, control: control?.messages ? messageText(control.messages.down) : NONE, observed: messageText(messages.down), holds: lost === false ? messages.down.lost === 0 : null });
    rows.push({ what: 'Messages sent again', expected: NONE, control: control?.messages ? againText(control.messages) : NONE, observed: againText(messages), holds: null });
  }
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
