/** Stamps that have a name: in JSON (`"ts":1732197753.12`, `"@timestamp":"2026-11-21T14:02:33Z"`) and in `key=value` (`time=2026-11-21T14:02:33Z level=info`). */
import { type Stamp, type StampFamily } from '../stamp.js';
import { readEpoch } from './epoch.js';
import { iso } from './iso.js';

/** Bytes of a line in which the name is looked for. */
const REACH = 2048;

const JSON_NAMES = ['"ts":', '"time":', '"timestamp":', '"@timestamp":', '"Timestamp":', '"@t":', '"t":', '"datetime":', '"asctime":', '"eventTime":', '"__REALTIME_TIMESTAMP":', '"date":'].map(codes);

const KEY_NAMES = ['ts=', 'time=', 'timestamp=', 't=', 'at='].map(codes);

function codes(text: string): readonly number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

export const json: StampFamily = {
  name: 'JSON',
  leaves: 'nothing',
  searches: true,
  read: (bytes, at, end, stamp) => {
    let from = at;
    while (from < end && (bytes[from] === 32 || bytes[from] === 9)) from++;
    return bytes[from] === 123 && find(bytes, from + 1, end, stamp, JSON_NAMES, 34);
  },
};

export const keyValue: StampFamily = {
  name: 'key=value',
  leaves: 'nothing',
  searches: true,
  read: (bytes, at, end, stamp) => find(bytes, at, end, stamp, KEY_NAMES, 0),
};

/** The first name, with a stamp behind it. @param opens the byte with which every name begins, 0 if each has its own */
function find(bytes: Uint8Array, from: number, end: number, stamp: Stamp, names: readonly (readonly number[])[], opens: number): boolean {
  const limit = Math.min(end, from + REACH);
  for (let at = from; at < limit; at++) {
    const byte = bytes[at];
    if (byte === 10) return false;
    if (opens !== 0 ? byte !== opens : at > from && bytes[at - 1] !== 32 && bytes[at - 1] !== 9) continue;
    for (const name of names) {
      if (!stands(bytes, at, limit, name)) continue;
      if (readValue(bytes, at + name.length, Math.min(end, limit + 64), stamp)) return true;
    }
  }
  return false;
}

function stands(bytes: Uint8Array, at: number, end: number, name: readonly number[]): boolean {
  if (at + name.length > end) return false;
  for (let index = 0; index < name.length; index++) if (bytes[at + index] !== name[index]) return false;
  return true;
}

/** A stamp in or without quotes; a number may be a float with an exponent. */
function readValue(bytes: Uint8Array, at: number, end: number, stamp: Stamp): boolean {
  let from = at;
  if (bytes[from] === 32) from += 1;
  if (bytes[from] === 34) from += 1;
  if (!iso.read(bytes, from, end, stamp) && !readEpoch(bytes, from, end, stamp)) return readFloat(bytes, from, end, stamp);
  return true;
}

/** `1.7321977531234567e+09`, as Go writes large floats into JSON. */
function readFloat(bytes: Uint8Array, at: number, end: number, stamp: Stamp): boolean {
  let to = at;
  let text = '';
  for (; to < end && to - at < 30; to++) {
    const byte = bytes[to] ?? 0;
    if (!((byte >= 48 && byte <= 57) || byte === 46 || byte === 43 || byte === 45 || byte === 69 || byte === 101)) break;
    text += String.fromCharCode(byte);
  }
  const [, fraction, exponent] = /^[1-4]\.(\d{9,18})e\+?(\d{2})$/i.exec(text) ?? [];
  if (fraction === undefined || (exponent !== '09' && exponent !== '12')) return false;
  const digits = fraction.length - Number(exponent);
  if (digits < 0) return false;
  stamp.ms = Number(text) * (exponent === '09' ? 1000 : 1);
  stamp.zone = 0;
  stamp.digits = Math.min(9, exponent === '09' ? digits : digits + 3);
  stamp.start = at;
  stamp.end = to;
  return true;
}
