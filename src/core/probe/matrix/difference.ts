/** The smallest difference between what passes and what fails. */
import { AXES, OWN, type Axis, type CellResult, type Difference, type Where } from './types.js';

/** Undefined where all cells pass, or all fail. */
export function smallestDifference(cells: readonly CellResult[]): Difference | undefined {
  const passing = cells.filter(({ passed }) => passed);
  const failing = cells.filter(({ passed }) => !passed);
  if (passing.length === 0 || failing.length === 0) return undefined;
  const [ofFails, ofPasses] = [rulesFor(failing, passing), rulesFor(passing, failing)];
  const outcome = size(ofPasses) < size(ofFails) ? 'pass' : 'fail';
  const [rules, named] = outcome === 'fail' ? [ofFails, failing] : [ofPasses, passing];
  // Of what the target promises, if anything of that is named: that it does not speak another protocol is no news.
  const first = rules.find((where) => named.some((cell) => !cell.alternative && fits(cell, where))) ?? rules[0] ?? {};
  return {
    outcome,
    rules: rules.map((where) => {
      const found = named.filter((cell) => fits(cell, where));
      return { where, cells: found.length, classes: [...new Set(found.map((cell) => cell.class))] };
    }),
    pair: nearest(cells, passing, failing, first),
  };
}

/** Rules that name every cell inside and none outside: each time the one with the fewest conditions, and of these the one that names most. */
function rulesFor(inside: readonly CellResult[], outside: readonly CellResult[]): Where[] {
  const rules: Where[] = [];
  let left = [...inside];
  while (left.length > 0) {
    const best = bestRule(left, outside);
    rules.push(best);
    left = left.filter((cell) => !fits(cell, best));
  }
  return rules;
}

function bestRule(left: readonly CellResult[], outside: readonly CellResult[]): Where {
  for (let count = 1; count < AXES.length; count++) {
    let best: { where: Where; covers: number } | undefined;
    for (const axes of subsets(AXES, count)) {
      for (const cell of left) {
        // What clients choose by themselves is no condition that anybody could name or change.
        if (axes.some((axis) => axis !== 'client' && axis !== 'address' && cell[axis] === OWN)) continue;
        const where = projected(cell, axes);
        const covers = left.filter((other) => fits(other, where)).length;
        if (covers > (best?.covers ?? 0) && !outside.some((other) => fits(other, where))) best = { where, covers };
      }
    }
    if (best) return best.where;
  }
  const [first] = left;
  return first ? projected(first, AXES) : {};
}

/** All choices of so many axes, in their order. */
function subsets(axes: readonly Axis[], count: number): Axis[][] {
  if (count === 0) return [[]];
  return axes.flatMap((axis, index) => subsets(axes.slice(index + 1), count - 1).map((rest) => [axis, ...rest]));
}

function projected(cell: CellResult, axes: readonly Axis[]): Where {
  return Object.fromEntries(axes.map((axis) => [axis, cell[axis]]));
}

function fits(cell: CellResult, where: Where): boolean {
  return AXES.every((axis) => where[axis] === undefined || where[axis] === cell[axis]);
}

/** Conditions of all rules together. */
function size(rules: readonly Where[]): number {
  return rules.reduce((sum, where) => sum + Object.keys(where).length, 0);
}

function nearest(cells: readonly CellResult[], passing: readonly CellResult[], failing: readonly CellResult[], rule: Where): Difference['pair'] {
  const pairs = failing.flatMap((fail) => passing.map((pass) => ({ pass, fail, differs: AXES.filter((axis) => differ(pass[axis], fail[axis])) })));
  // Of pairs that are equally alike: one of what the target promises, whose values are all known, that shows the first rule, that differs in the first axis.
  const rank = ({ pass, fail, differs }: (typeof pairs)[number]): number[] => [
    differs.length,
    fail.alternative ? 1 : 0,
    AXES.filter((axis) => (pass[axis] === OWN) !== (fail[axis] === OWN)).length,
    differs.some((axis) => rule[axis] !== undefined) ? 0 : 1,
    AXES.findIndex((axis) => differs.includes(axis)),
  ];
  const [best] = pairs.map((pair) => ({ ...pair, rank: rank(pair) })).sort((a, b) => a.rank.map((value, index) => value - (b.rank[index] ?? 0)).find((difference) => difference !== 0) ?? 0);
  if (!best) throw new RangeError('there is no pair without a pass and a failure');
  return { pass: cells.indexOf(best.pass), fail: cells.indexOf(best.fail), differs: best.differs };
}

/** What a client chooses by itself may be the same. */
function differ(a: string, b: string): boolean {
  return a !== b && a !== OWN && b !== OWN;
}
