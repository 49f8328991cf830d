import { describe, expect, it } from 'vitest';
import { apartIn, selectedNames } from '../../../../src/core/run/warm/goApart.js';

const SOURCE = `package orders

func TestA(t *testing.T) {}

func FuzzB(f *testing.F) { f.Add(1) }

func ExampleC() {
	fmt.Println("x")
	// Output: x
}

func ExampleD() {
	fmt.Println("compiled only")
}

func ExampleE_two() {
	// Unordered output:
	// y
}

func helperExample() {}
`;

describe('what Go runs apart from the repetitions of tests', () => {
  it('are fuzz targets, and examples whose output is compared', () => {
    expect(apartIn(SOURCE)).toEqual(['FuzzB', 'ExampleC', 'ExampleE_two']);
  });

  it.each([
    [[], 'FuzzB ExampleC ExampleE_two'],
    [['-test.run', '^Test'], ''],
    [['-test.run=C|TestA/sub'], 'ExampleC'],
    [['-test.run', 'Test', '-test.run=Fuzz'], 'FuzzB'],
    [['-test.skip', '^(Fuzz|Example)'], ''],
    [['-test.skip=FuzzB/seed'], 'FuzzB ExampleC ExampleE_two'],
    [['-test.run', '(?i)fuzz'], 'FuzzB ExampleC ExampleE_two'],
    [['-test.short'], 'FuzzB ExampleC ExampleE_two'],
  ])('with %j it is "%s"', (flags, selected) => {
    expect(selectedNames(apartIn(SOURCE), flags).join(' ')).toBe(selected);
  });
});
