/** Tests of Go, compiled once and repeated in one process. */
import { describe, expect, it } from 'vitest';
import { outcomes, project, warm, works } from './warmSupport.js';
import { needs } from '../../support/needs.js';

const MODULE = 'module example.test/orders\n\ngo 1.19\n';

const TEST = `package orders

import (
	"fmt"
	"os"
	"testing"
	"time"
)

var n int

func TestFirst(t *testing.T) {
	n++
	fmt.Print("repetition ", n, " of ", os.Getpid(), " ")
}

func TestState(t *testing.T) {
	if n == 2 {
		t.Errorf("the store was left with %d orders", n)
	}
	if n == 3 && os.Getenv("AT_3") == "hang" {
		time.Sleep(time.Hour)
	}
	if n == 3 && os.Getenv("AT_3") == "panic" {
		panic("lost")
	}
	if n == 3 && os.Getenv("AT_3") == "exit" {
		os.Exit(0)
	}
}
`;

const go = works('go', 'version');

describe.runIf(needs(go, 'go'))(`a warm run of Go${go ? '' : ' (skipped: `go` is not installed)'}`, () => {
  it('makes an attempt of each repetition, with its own log, tests and signature', async () => {
    const run = await warm('go', await project({ 'go.mod': MODULE, 'orders_test.go': TEST }), ['go', 'test', '.'], { attempts: 4 });
    expect(outcomes(run.records)).toBe('pass fail pass pass');
    expect(run.records[1]).toMatchObject({ exitCode: null, signature: { title: 'TestState: the store was left with 2 orders', location: { file: 'orders_test.go' } }, tests: { executed: 2, failed: 1, failures: ['TestState'] } });
    const logs = await Promise.all([1, 2, 3, 4].map((attempt) => run.log(attempt)));
    expect(logs.map((log) => /repetition (\d+) of/.exec(log)?.[1])).toEqual(['1', '2', '3', '4']);
    expect(new Set(logs.map((log) => / of (\d+) /.exec(log)?.[1])).size).toBe(1);
  });

  it.each([
    ['hang', 'timeout', 'timed out'],
    ['panic', 'fail', 'panic: lost'],
    ['exit', 'fail', 'os.Exit(0)'],
  ])('goes on in a new process after a %s', async (what, outcome, title) => {
    const run = await warm('go', await project({ 'go.mod': MODULE, 'orders_test.go': TEST }), ['go', 'test'], { attempts: 5, timeoutMs: 10_000, environment: { AT_3: what } });
    expect(outcomes(run.records)).toBe(`pass fail ${outcome} pass fail`);
    expect(run.records[2]?.signature?.title).toContain(title);
    expect(run.records[2]?.reason).toContain('the next ones ran in a new one');
  });

  it('cannot be made of what does not compile, and keeps what the compiler said', async () => {
    const run = await warm('go', await project({ 'go.mod': MODULE, 'orders_test.go': TEST.replace('n++', 'm++') }), ['go', 'test'], { attempts: 3 });
    expect(outcomes(run.records)).toBe('infra');
    expect(run.result.message).toContain('could not be compiled');
    expect(await run.log(1)).toMatch(/undefined.*m\b/);
  });

  it('is refused where fuzz targets or examples would be told of the last attempt alone, until the tests are named', async () => {
    const apart = `package orders\n\nimport (\n\t"fmt"\n\t"testing"\n)\n\nfunc FuzzSeed(f *testing.F) {\n\tf.Add(1)\n\tf.Fuzz(func(t *testing.T, n int) { t.Fatal("every seed fails") })\n}\n\nfunc ExamplePrint() {\n\tfmt.Println("x")\n\t// Output: y\n}\n`;
    const root = await project({ 'go.mod': MODULE, 'orders_test.go': TEST, 'apart_test.go': apart });
    const refused = await warm('go', root, ['go', 'test', '.'], { attempts: 3 });
    expect(outcomes(refused.records)).toBe('infra');
    expect(refused.result.message).toContain("Go runs FuzzSeed and ExamplePrint apart from the repetitions of the tests: add -run '^Test'");
    const named = await warm('go', root, ['go', 'test', '-run', '^Test', '.'], { attempts: 3 });
    expect(outcomes(named.records)).toBe('pass fail pass');
    expect(named.records.map(({ tests }) => tests?.executed)).toEqual([2, 2, 2]);
  });

  it('has no tests where the filter matches none', async () => {
    const run = await warm('go', await project({ 'go.mod': MODULE, 'orders_test.go': TEST }), ['go', 'test', '-run', 'Nothing'], { attempts: 2 });
    expect(outcomes(run.records)).toBe('no-tests no-tests');
  });
});
