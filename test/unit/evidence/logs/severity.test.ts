import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reportOfText } from '../../../../src/core/evidence/logs/ofText.js';
import { severityOf } from '../../../../src/core/evidence/logs/severity.js';

describe('a record says how bad it is', () => {
  it.each([
    'not ok 1 - the price list is loaded',
    'not ok 12',
    '--- FAIL: TestParallel (0.02s)',
    '[  FAILED  ] Orders.AreSaved (3 ms)',
    'FAILED test/test_orders.py::test_saved - AssertionError: 1 != 2',
    'FAIL  test/orders.test.ts > orders > are saved',
    'AssertionError [ERR_ASSERTION]: 1 == 2',
    'ERROR audit-store Failed to write audit batch',
    'ERROR:root:boom',
    'CRITICAL:app.db:boom',
    'Error: connect ECONNREFUSED 127.0.0.1:5432',
    'Error: listen EADDRINUSE: address already in use :::8080',
    'host app[12]: Error: boom',
    'stderr F Error: boom',
    'stderr F Traceback (most recent call last):',
    'java.lang.NullPointerException',
    'error\tmain.go:3\tboom',
    'store\terror\tmain.go:3\tboom',
    '[][ERROR][o.e.n.Node] [node-1] boom',
    'npm ERR! code ELIFECYCLE',
    'npm error code ELIFECYCLE',
    '##[error]Process completed with exit code 1.',
    '{"version":"1.1","host":"a","short_message":"boom","level":3}',
    '{"SeverityText":"ERROR","Body":"boom"}',
    '{"severityText":"FATAL","body":"boom"}',
    '{"severityNumber":17,"body":"boom"}',
    '{"t":{"$date":""},"s":"E","c":"NETWORK","id":1,"ctx":"conn1","msg":"boom"}',
    '{"t":{"$date":""},"s":"F","c":"CONTROL","id":1,"ctx":"main","msg":"boom"}',
    '{"level":50,"time":1,"msg":"boom"}',
    '{"level":400,"level_name":"ERROR","message":"boom"}',
    'E 1234 main.cc:12] boom',
    'E ActivityManager: ANR in com.example',
    'E/ActivityManager( 12): ANR in com.example',
    '1234  5678 E ActivityManager: ANR in com.example',
    '1234  5678 F libc    : Fatal signal 11 (SIGSEGV)',
    '<11>1  host app 12 - - boom',
    '<3>usb 1-1: device descriptor read/64, error -71',
    'http: panic serving 10.0.0.1:1234: boom',
    'fatal error: all goroutines are asleep - deadlock!',
    'Segmentation fault',
    './run.sh: line 3:  1234 Segmentation fault      (core dumped) ./app',
    'host kernel: Out of memory: Killed process 1234 (java) total-vm:1kB',
    "host systemd[1]: app.service: Failed with result 'exit-code'.",
    'ERROR the level=info is set',
    'level=error msg="retry after INFO"',
    '● orders › are saved',
    'Failed Orders.Saved [12 ms]',
    'Failed Orders.Saved(count: 2) [< 1 ms]',
    'OrdersTest > saved() FAILED',
    '[][1][critical][main] [source/server/server.cc:131] error initializing configuration',
    '[] [orders] [critical] boom',
    '[: ERROR/MainProcess] consumer: Cannot connect to redis://localhost:6379//',
    '|ERROR|App.Db|boom',
    '|0|FATAL|App.Db|boom',
    '[] production.ERROR: SQLSTATE[HY000] [2002] Connection refused',
    'request.CRITICAL: Uncaught PHP Exception',
    'ERRO[0003] boom',
    'worker-1  | FATA[0003] boom',
    'Error,,Service Control Manager,7031,None,"The service terminated unexpectedly."',
    '7031 Error            The service terminated unexpectedly.',
    '=ERROR REPORT====  ===',
    'ORA-00600: internal error code, arguments: [1]',
    'Logon       Error: 18456, Severity: 14, State: 8.',
    'Kernel panic - not syncing: VFS: Unable to mount root fs',
    'watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [node:812]',
    'blk_update_request: I/O error, dev sda, sector 12',
    'EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2',
    '{"PRIORITY":"3","MESSAGE":"boom","SYSLOG_IDENTIFIER":"orders"}',
    `{"__CURSOR":"${'s'.repeat(600)}","PRIORITY":"2","MESSAGE":"boom"}`,
  ])('%s: a failure', (message) => {
    expect(severityOf(message)).toBe('failure');
  });

  it.each([
    'not ok 3 - is written later # TODO',
    'not ok 4 - on Windows only # SKIP',
    'ok 1 - the price list is loaded',
    '# fail 1',
    'FAILED (failures=1)',
    '[  FAILED  ] 1 test, listed below:',
    'failed over to the second replica',
    'not ok, said the server',
    'INFO level=error is configured',
    'INFO retry after ERROR was fixed',
    '[DEBUG] the last ERROR is over',
    'TRACE [main] panic: is a word',
    'level=info msg="after ERROR"',
    '{"level":"info","msg":"level=error is configured"}',
    'info: Orders.Api[14] error: none',
    '##[group]Run npm test',
    '::set-output name=error::1',
    'Last Error: none',
    'Error: none',
    'Error budget: 99 %',
    'npm notice',
    '{"version":"1.1","host":"a","short_message":"up","level":6}',
    '{"logger":"reconciler","level":0,"msg":"up"}',
    '{"level":3,"player":"ann","msg":"has reached a level"}',
    '{"severityNumber":9,"body":"up"}',
    '{"t":{"$date":""},"s":"I","c":"NETWORK","id":1,"ctx":"conn1","msg":"error handling is on"}',
    '<14>1  host app 12 - - up',
    '<p>1 a page',
    'I/ActivityManager( 12): up',
    '1234  5678 I ActivityManager: up',
    'info\tmain.go:3\tno error\there',
    '[][INFO ][o.e.n.Node] [node-1] ERROR',
    "host systemd[1]: app.service: Failed with result 'success'.",
    '● Console',
    'Failed to open the door [12 ms] ago',
    '> Task :test FAILED',
    '[][1][info][main] critical section entered',
    '[: INFO/MainProcess] the last ERROR is over',
    '|INFO|App.Db|no ERROR|here',
    '[] production.INFO: the last ERROR: none',
    'INFO[0003] no error',
    'Information,,Service Control Manager,7036,None,The service entered the running state.',
    '7036 Information      The Error service entered the running state.',
    'EXT4-fs (sda1): mounted filesystem',
    '{"PRIORITY":"6","MESSAGE":"up"}',
  ])('%s: none of its own', (message) => {
    expect(severityOf(message)).toBe('other');
  });

  it.each(['npm-run WARN deprecated', '{"version":"1.1","short_message":"slow","level":4}', '{"t":{},"s":"W","c":"STORAGE","msg":"slow"}', 'W/ActivityManager( 12): slow', 'WARNING:root:slow', 'warn\tmain.go:3\tslow', '[][WARN ][o.e.n.Node] ERROR', 'WARN after ERROR'])('%s: a warning', (message) => {
    expect(severityOf(message)).toBe('warning');
  });
});

describe('a log', () => {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const failed = (text: string): string[] => reportOfText({ name: 'a.log', text, zone: 0, takenAt: Date.UTC(2026, 10, 22) }, sha256).signatures.map(({ count, title }) => `${count}× ${title}`);

  it('keeps what failed apart from what is said in nearly the same words', () => {
    const line = (priority: number, said: string): string => `<${priority}>1 2026-11-21T14:00:00Z host app 12 - - the connection to the store is ${said}\n`;
    expect(failed(line(14, 'open') + line(14, 'open') + line(11, 'lost'))).toHaveLength(1);
  });

  it.each([
    ['pino', (level: number) => JSON.stringify({ level, time: 1795269753250, msg: 'request completed' }), 30, 50],
    ['pino, its level last', (level: number) => JSON.stringify({ time: 1795269753250, msg: 'request <completed>', level }), 30, 60],
    ['GELF', (level: number) => JSON.stringify({ version: '1.1', short_message: 'request completed', timestamp: 1795269753.25, level }), 6, 3],
    ['journald', (level: number) => JSON.stringify({ __REALTIME_TIMESTAMP: '1795269753250000', PRIORITY: String(level), MESSAGE: 'request completed' }), 6, 3],
    ['OpenTelemetry', (level: number) => JSON.stringify({ Timestamp: '2026-11-21T14:00:00Z', SeverityNumber: level, Body: 'request completed' }), 9, 17],
    ['syslog', (level: number) => `<${8 + level}>1 2026-11-21T14:00:00Z host app 12 - - request completed`, 6, 3],
  ])('of %s counts what differs in the number of its level alone', (_, line, up, down) => {
    expect(failed([up, up, down, up, down, up].map((level) => `${line(level)}\n`).join(''))).toEqual([expect.stringMatching(/^2× .*request <?completed/) as string]);
    expect(failed([down, up, up].map((level) => `${line(level)}\n`).join(''))).toEqual([expect.stringMatching(/^1× /) as string]);
  });

  it.each(['time="2026-11-21T14:00:00Z" level=error msg="boom" n=3', 'ts=2026-11-21T14:00:00.123Z level=error msg="boom" n=3', 'level=error time=2026-11-21T14:00:00Z msg="boom" n=3'])('%s fails with what it says behind the name of its stamp', (line) => {
    expect(failed(`${line}\n`)).toEqual(['1× msg="boom" n=3']);
  });

  it('of journald is what its message says where that names a level: standard error comes at one priority', () => {
    expect(failed(`${JSON.stringify({ __REALTIME_TIMESTAMP: '1795269753250000', PRIORITY: '3', MESSAGE: 'INFO up' })}\n`)).toEqual([]);
  });

  it('whose stamps stand above their messages tells those', () => {
    expect(failed('2026-11-21T14:00:00.123456+00:00\nThread 1 advanced to log sequence 12\n2026-11-21T14:00:01.123456+00:00\nORA-00600: internal error code\n')).toEqual([expect.stringMatching(/^1× ORA-00600: internal error code/) as string]);
    expect(failed('=INFO REPORT==== 21-Nov-2026::14:00:00.123456 ===\nup\n=ERROR REPORT==== 21-Nov-2026::14:00:01.123456 ===\n** Generic server orders terminating\n')).toEqual([expect.stringContaining('Generic server orders terminating') as string]);
  });

  it.each([
    ['Python', 'INFO:root:up\nERROR:root:boom\nTraceback (most recent call last):\n  File "x.py", line 1, in <module>\nZeroDivisionError: division by zero\nINFO:root:end\n', ['1× ZeroDivisionError: division by zero']],
    ['Uvicorn', 'ERROR:    Exception in ASGI application\nTraceback (most recent call last):\n  File "a.py", line 1, in b\nValueError: x\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "a.py", line 2, in b\nKeyError: 3\nINFO:     up\n', ['1× KeyError: 3']],
    ['Rust', "running 1 test\ntest b ... FAILED\nthread 'b' panicked at src/lib.rs:5:5:\nassertion `left == right` failed\n  left: 1\n right: 2\nnote: run with `RUST_BACKTRACE=1`\n", ['1× b: assertion `left == right` failed left: 1 right: 2']],
    ['two errors', 'TypeError: one\nRangeError: other\n', ['1× TypeError: one', '1× RangeError: other']],
    ['a traceback of its own', 'INFO:root:up\nTraceback (most recent call last):\n  File "x.py", line 1, in <module>\nValueError: bad\n', ['1× ValueError: bad']],
  ])('without stamps has one failure where a record shows what it was given: %s', (_, text, titles) => {
    expect(failed(text)).toEqual(titles);
  });

  it.each([
    ['MongoDB', (level: string, said: string) => JSON.stringify({ t: { $date: '2026-11-21T14:00:00.000+00:00' }, s: level, c: 'NETWORK', id: 1, ctx: 'conn1', msg: said }), 'I', 'E'],
    ['GELF', (level: string, said: string) => JSON.stringify({ version: '1.1', host: 'a', short_message: said, timestamp: 1795269753.25, level: Number(level) }), '6', '3'],
    ['OpenTelemetry', (level: string, said: string) => JSON.stringify({ Timestamp: '2026-11-21T14:00:00Z', SeverityText: level, Body: said }), 'INFO', 'ERROR'],
    ['OTLP', (level: string, said: string) => JSON.stringify({ timestamp: '2026-11-21T14:00:00Z', severityText: level, body: { stringValue: said } }), 'INFO', 'ERROR'],
  ])('of %s says of each record what it says', (_, line, up, down) => {
    expect(failed(`${line(up, 'the store is open')}\n${line(down, 'the store is lost')}\n`)).toEqual(['1× the store is lost']);
  });

  it.each([
    ['ERROR:root:boom\n', ['1× root:boom']],
    ['2026-11-21T14:00:00Z Error: connect ECONNREFUSED 127.0.0.1:5432\n', ['1× Error: connect ECONNREFUSED 127.0.0.1:5432']],
    ['[2026-11-21T14:00:00,123][ERROR][o.e.n.Node] [node-1] boom\n', ['1× [node-1] boom']],
  ])('%s fails with a title that says what failed', (text, titles) => {
    expect(failed(text)).toEqual(titles.map((title) => expect.stringContaining(title.replace(/^1× /, '')) as string));
  });
});
