import { expect, test } from 'vitest';
import { findTestLine } from '../../../../src/core/run/failing/findTest.js';

function found(source: string, name: string): string | undefined {
  const lines = source.replace(/^\n/, '').split('\n');
  const index = findTestLine(lines, name);
  return index === undefined ? undefined : lines[index]?.trim();
}

const JS = `
describe('orders', () => {
  it('adds', () => {});
  it('adds more', () => {});
  it('a > b', () => {});
});`;

test('by its title, whatever suites stand before it', () => {
  expect(found(JS, 'orders > adds')).toBe("it('adds', () => {});");
  expect(found(JS, 'tests/x.test.ts > orders > adds more')).toBe("it('adds more', () => {});");
  expect(found(JS, 'orders > a > b')).toBe("it('a > b', () => {});");
  expect(found(JS, 'orders > subtracts')).toBeUndefined();
});

test('two tests of one title are not told apart', () => {
  expect(found(`${JS}\nit('adds', () => {});`, 'adds')).toBeUndefined();
});

test('in other languages by its function', () => {
  expect(found('\nclass TestA:\n    def test_b(self):\n        pass', 'tests.test_a.TestA::test_b[1-2]')).toBe('def test_b(self):');
  expect(found('\nclass TestA:\n    def test_b(self):\n        pass', 'test_b (tests.test_a.TestA.test_b)')).toBe('def test_b(self):');
  expect(found('\nfunc TestPrice(t *testing.T) {\n}', 'TestPrice/two_items')).toBe('func TestPrice(t *testing.T) {');
  expect(found('\nfunc TestPrice(t *testing.T) {\n}', 'example.com/shop/orders > TestPrice/two_items')).toBe('func TestPrice(t *testing.T) {');
  expect(found('\n    [Theory]\n    [InlineData(1)]\n    public void Prices(int a)\n    {\n    }', 'Shop.Orders.Prices(a: 1)')).toBe('[Theory]');
  expect(found('\n    #[test]\n    fn it_works() {}', 'tests::it_works')).toBe('#[test]');
  expect(found('\nTEST(Orders, Price) {\n}', 'Orders.Price')).toBe('TEST(Orders, Price) {');
});
