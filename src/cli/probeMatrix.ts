/** A probe's matrix on a terminal. */
import { OWN, type CellResult, type MatrixReport } from '../core/probe/matrix/types.js';
import { plain } from '../core/report/untrusted.js';
import { table } from './table.js';

/** A row for each way of asking, the raw errors and replays of what fails, the environments, and the conclusion. */
export function matrixText({ cells, environment, conclusion }: MatrixReport): string {
  const rows = cells.map((cell) => [cell.client, cell.address === OWN ? '(own)' : cell.address, cell.protocol === OWN ? '(own)' : cell.protocol, cell.verification === OWN ? '(own)' : cell.verification, outcome(cell), `${cell.totalMs.toFixed(1)} ms`].map(plain));
  const failing = cells.filter(({ passed }) => !passed).map((cell) => [`${[cell.client, cell.address, cell.protocol].filter((part) => part !== OWN).join(' ')}: ${reason(cell)}`, ...said(cell), `  ask again: ${cell.replay}`].map(plain).join('\n'));
  const variables = environment.map((one) => `${one.clients.join(', ')}: ${Object.entries(one.variables).map(([name, value]) => `${name}=${value}`).join(' ')}`).map(plain);
  const parts = [table([['client', 'address', 'protocol', 'verification', 'result', 'time'], ...rows]).trimEnd(), failing.join('\n'), variables.join('\n'), plain(conclusion)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function outcome({ passed, class: answer, httpStatus, attempted, via }: CellResult): string {
  const status = `${httpStatus === undefined ? '' : ` ${httpStatus}`}${via === undefined ? '' : `, through ${via}`}`;
  if (passed) return `pass${status}`;
  return `FAIL ${answer}${status}${attempted === 'no' ? ', no connect attempted' : ''}`;
}

function reason({ class: answer, error }: CellResult): string {
  const raw = error && [error.code, error.syscall, error.reason].filter((part) => part !== undefined).join(', ').replace(/\s+/g, ' ').trim();
  return raw === undefined || raw === '' ? answer : `${answer} (${raw})`;
}

function said({ excerpt }: CellResult): string[] {
  return (excerpt ?? '').split('\n').filter((line) => line.trim() !== '').map((line) => `  | ${line}`);
}
