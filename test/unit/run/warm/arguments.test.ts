import { describe, expect, it } from 'vitest';
import { ginkgoArguments } from '../../../../src/core/run/warm/ginkgoArguments.js';
import { goArguments } from '../../../../src/core/run/warm/goArguments.js';

const words = (line: string): string[] => line.split(' ');

describe('what stands behind `go test`', () => {
  it('is sorted for the compiler and for the compiled tests', () => {
    expect(goArguments(words('-race -tags a,b -run TestX -short -count=5 -timeout 30s -v ./orders -args -mine 1'))).toEqual({
      build: ['-race', '-tags', 'a,b'],
      test: ['-test.run', 'TestX', '-test.short', '-mine', '1'],
      package: './orders',
    });
  });

  it('is the current folder where no package is named', () => {
    expect(goArguments(['-run=TestX'])).toEqual({ build: [], test: ['-test.run=TestX'], package: '.' });
  });
});

describe('what stands behind `ginkgo`', () => {
  it('is sorted for the compiler and for the compiled suite', () => {
    expect(ginkgoArguments(words('-race --focus orders -v --repeat=3 orders'))).toEqual({ build: ['-race'], test: ['--ginkgo.focus', 'orders', '--ginkgo.v'], package: './orders' });
  });
});
