import { describe, expect, it } from 'vitest';
import { diffLogs } from '../../../../src/core/evidence/logs/diff.js';
import { separates } from '../../../../src/core/evidence/logs/diffReport.js';
import { diffHeadline, diffSentences, type DiffStyle } from '../../../../src/core/report/logDiffSentences.js';
import { diffOf, readLog, stamped } from '../../../support/logs.js';

const STYLE: DiffStyle = { quote: (text) => `“${text}”`, name: (log) => log };
const said = (report: Parameters<typeof diffHeadline>[0]): string => [diffHeadline(report, STYLE), ...diffSentences(report, STYLE)].join(' ');

const START = '2026-11-21T14:02:00.000Z';

describe('what separates logs', () => {
  it('is counted by log, however many templates of one log are one message beside the others', () => {
    // The templates of the failing log become one beside those of the passing one only.
    const log = (lines: readonly string[]): string => lines.map((words) => `INFO ${words}\n`).join('');
    const report = diffOf([log(['b d i j l n p r', 'c f g j l n p r'])], [log(['b e h k l n p r', 'c e g j l n p r', 'b e i j l n p r'])]);
    expect(report.onlyFailing).toMatchObject([{ template: 'INFO * e * * l n p r', failingLogs: 1, failingCount: 3, line: 1 }]);
  });

  it('is counted beyond what is told', () => {
    const word = (index: number): string => String.fromCharCode(97 + (index % 26), 97 + (Math.floor(index / 26) % 26));
    const own = Array.from({ length: 80 }, (_, index) => `${word(index)}${word(index * 7)} ${word(index * 3)} happened\n`).join('');
    const report = diffOf(['up\n'], [`up\n${own}`]);
    expect([report.onlyFailing.length, report.more]).toEqual([50, { onlyFailing: 30 }]);
  });

  it('is told with the time of the very line it stands on', () => {
    const report = diffOf(['INFO up\n'], [`panic: no pool\nINFO up\n${stamped([[0, 'INFO serve'], [5_000, 'panic: no pool']])}`]);
    const panic = report.onlyFailing.find(({ template }) => template.includes('panic'));
    expect([panic?.line, panic?.at]).toEqual([1, null]);
  });

  it('may stand in the first lines, though they are indented: no record is above them', () => {
    const report = diffOf(['\n   RUN all\n   ✓ orders\n\ndone\n'], ['\n   RUN all\n   ✗ orders\n\ndone\n']);
    expect([report.passingFiles[0]?.records, report.same]).toEqual([2, 2]);
    expect(diffOf(['   RUN all\ndone\n'], ['done\n']).onlyPassing).toMatchObject([{ template: 'RUN all', line: 1 }]);
  });

  it('may be a word in a message that both have', () => {
    const log = (state: string): string => stamped([[0, 'INFO up'], [10, `INFO replica of shard one is now ${state}`], [20, 'INFO done']]);
    const report = diffOf([log('leader'), log('follower')], [log('orphan')]);
    expect(report.words).toMatchObject([{ passing: ['follower', 'leader'], failing: ['orphan'], place: 8, log: 'fail1.log', line: 2 }]);
    expect(separates(report)).toBe(true);
    expect(said(report)).toBe('No message separates them, but a word does: “orphan” in the failing, “follower” and “leader” in the passing, in “INFO replica of shard one is now *” (fail1.log:2).');
    expect(diffOf([log('leader')], [log('leader')]).words).toEqual([]);
    expect(diffOf([log('leader'), log('orphan')], [log('orphan')]).words).toEqual([]);
  });

  it('tells no secret that is such a word, nor one that its message names as one', () => {
    const log = (secret: string): string => `INFO login of user orders with password: ${secret} was accepted\n`.repeat(2);
    const report = diffOf([log('correcthorse')], [log('batterystaple')]);
    expect(JSON.stringify(report)).not.toMatch(/correcthorse|batterystaple/);
  });
});

describe('where logs part', () => {
  it('is told for each failing log, with how many say the same', () => {
    const pass = stamped([[0, 'INFO up'], [900, 'INFO bye']]);
    const fail = (ms: number, text: string): string => stamped([[0, 'INFO up'], [ms, text], [900, 'INFO bye']]);
    const report = diffOf([pass], [fail(500, 'ERROR pool exhausted'), fail(300, 'ERROR pool exhausted'), pass]);
    expect(said(report)).toBe('2 of 3 failing logs say what no passing one says, the first at line 2 of fail2.log, 300 ms in: “2026-11-21T14:02:00.300Z ERROR pool exhausted” (a message of 2 of 3 failing logs).');
  });

  it('names what the passing log said before, and the failing one never', () => {
    const report = diffOf([stamped([[0, 'INFO up'], [100, 'INFO cache warm'], [900, 'INFO bye']])], [stamped([[0, 'INFO up'], [500, 'ERROR pool exhausted'], [900, 'INFO bye']], Date.parse(START) + 86_400_000)]);
    expect(said(report)).toBe('The failing log parts from the passing at line 2 of fail1.log, 500 ms in: “2026-11-22T14:02:00.500Z ERROR pool exhausted”. Before that, the passing log says what no failing one says, at line 2 of pass1.log, 100 ms in: “2026-11-21T14:02:00.100Z INFO cache warm”.');
  });

  it('is told no finer than the stamps', () => {
    const report = diffOf(['2026-11-21T14:02:00Z INFO up\n2026-11-21T14:02:09Z INFO bye\n'], ['2026-11-21T14:02:00Z INFO up\n2026-11-21T14:02:00Z ERROR pool exhausted\n2026-11-21T14:02:09Z INFO bye\n']);
    expect(said(report)).toBe('The failing log parts from the passing at line 2 of fail1.log, less than 1 s in: “2026-11-21T14:02:00Z ERROR pool exhausted”.');
  });

  it('is where a message is missing, if the failing log has none of its own', () => {
    const report = diffOf([stamped([[0, 'INFO up'], [100, 'INFO cache warm'], [900, 'INFO bye']])], [stamped([[0, 'INFO up']])]);
    expect(said(report)).toBe('The failing log says nothing of its own; 2 messages of the passing are missing, first what stands at line 2 of pass1.log, 100 ms in: “2026-11-21T14:02:00.100Z INFO cache warm”.');
  });

  it('warns of counts where one log is much longer', () => {
    const pass = stamped(Array.from({ length: 40 }, (_, index) => [index, 'INFO tick']));
    expect(said(diffOf([pass], [stamped([[0, 'INFO tick'], [1, 'INFO tick']])]))).toBe('Both say the same messages, some of them much more often on one side. A failing log has 2 records, a passing one 40: how often a message comes tells little beside that.');
    const { moreOften } = diffOf([pass], [pass.replaceAll('tick', 'tock') + stamped([[50, 'INFO tick']])]);
    expect(moreOften).toMatchObject([{ passingCount: 40, failingCount: 1 }]);
  });

  it('has the same place in the other log, counted from the last message that both had begun, in time or in lines', () => {
    const lines = (late: number, more: readonly [number, string][]): [number, string][] => [[late, 'INFO up'], [late + 100, 'INFO connected'], ...more];
    const pass = readLog('p', stamped(lines(7_000, [[7_200, 'INFO query ran'], [7_600, 'INFO query ran'], [8_000, 'INFO bye']])));
    const fail = readLog('f', stamped(lines(0, [[600, 'ERROR pool exhausted'], [900, 'INFO bye']])));
    expect(diffLogs([pass], [fail]).parting).toMatchObject({
      failing: { log: 0, known: { line: 3 }, at: { by: 'record' } },
      passing: { log: 0, known: { line: 2 }, at: { by: 'time', ms: Date.parse(START) + 7_600 }, since: 'INFO connected' },
    });
    const bare = (text: string): string => text.replaceAll(/^\S+ /gm, '');
    expect(diffLogs([readLog('p', bare('x up\nx connected\nx query ran\nx bye\n'))], [readLog('f', bare('x up\nx connected\nx broke apart\nx bye\n'))]).parting).toMatchObject({
      failing: { known: { line: 3 } },
      passing: { at: { by: 'line', line: 3 }, since: 'connected' },
    });
    expect(diffLogs([pass], [pass]).parting).toBeUndefined();
  });
});

describe('what is missing', () => {
  it('says which of several logs are empty, and that neither holds anything', () => {
    expect(diffOf(['', 'up\n'], ['up\n']).missing).toEqual(['1 of 2 passing logs is empty.']);
    const nothing = diffOf([''], ['']);
    expect([nothing.missing, said(nothing), separates(nothing)]).toEqual([['pass1.log is empty.', 'fail1.log is empty.'], 'Nothing of these logs can be held against each other.', false]);
  });
});
