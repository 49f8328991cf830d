import { expect, test } from 'vitest';
import { enclosingTest } from '../../../src/core/run/enclosingTest.js';

/** The line that is found for the one marked with `<<<`. */
function found(source: string): string | undefined {
  const lines = source.replace(/^\n/, '').split('\n');
  const index = enclosingTest(lines, lines.findIndex((line) => line.includes('<<<')));
  return index === undefined ? undefined : lines[index]?.trim();
}

test('the test function around an assertion, in several languages', () => {
  expect(found(`
describe('orders', () => {
  it('has a price', async () => {
    const order = await load();

    expect(order).toEqual({ // <<<
      price: 1,
    });
  });
});`)).toBe("it('has a price', async () => {");
  expect(found(`
test.each([1, 2])('n %i', (n) => {
  expect(n).toBe(1); // <<<
});`)).toBe("test.each([1, 2])('n %i', (n) => {");
  expect(found(`
class TestOrders:
    def helper(self): pass

    async def test_price(self):
        with pytest.raises(KeyError):
            load()  # <<<`)).toBe('async def test_price(self):');
  expect(found(`
func TestOrders(t *testing.T) {
\tfor _, c := range cases {
\t\tt.Run(c.name, func(t *testing.T) {
\t\t\tt.Fatal("no") // <<<`)).toBe('func TestOrders(t *testing.T) {');
  expect(found(`
    [Fact]
    [Trait("a", "b")]
    public async Task HasPrice()
    {
        Assert.Equal(1, 2); // <<<
    }`)).toBe('[Fact]');
  expect(found(`
#[test]
fn has_price() {
    assert_eq!(1, 2); // <<<
}`)).toBe('#[test]');
});

test('a test on one line is its own', () => {
  expect(found(`test('prices an order', pricesAnOrder); // <<<`)).toBe("test('prices an order', pricesAnOrder); // <<<");
});

test('a helper below a test is in no test', () => {
  expect(found(`
test('a', () => {
  check();
});

function check() {
  throw new Error('no'); // <<<
}`)).toBeUndefined();
  expect(found(`
    [Fact]
    public void A() { }

    private void Check()
    {
        throw new Exception(); // <<<
    }`)).toBeUndefined();
});

test('the sibling test above is not the one', () => {
  expect(found(`
describe('x', () => {
  it('one', () => {
    expect(1).toBe(1);
  });

  it('two', () => {
    expect(1).toBe(2); // <<<
  });
});`)).toBe("it('two', () => {");
});

test('a line outside the file is in no test', () => {
  expect(enclosingTest(['test()'], 7)).toBeUndefined();
});
