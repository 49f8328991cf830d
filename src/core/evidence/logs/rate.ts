/** How many records there were over time, in a bounded number of bins whose width is a power of two of ms and grows as needed. */

const BINS = 128;

/** Plain data: it goes from a worker to whoever merges. */
export interface RateData {
  /** ms, a power of two. */
  readonly width: number;
  /** Of the first bin, counted in widths since the epoch. */
  readonly base: number;
  readonly counts: Uint32Array;
}

export class Rate implements RateData {
  width = 1;
  base = 0;
  counts = new Uint32Array(BINS);
  private empty = true;

  add(at: number, count = 1): void {
    let bin = Math.floor(at / this.width) - this.base;
    if (this.empty) {
      this.empty = false;
      this.base += bin;
      bin = 0;
    }
    while (bin < 0 || bin >= BINS) {
      if (bin < 0 && this.shift(-bin)) bin = 0;
      else {
        this.widen();
        bin = Math.floor(at / this.width) - this.base;
      }
    }
    this.counts[bin] = (this.counts[bin] ?? 0) + count;
  }

  merge({ width, base, counts }: RateData): void {
    while (!this.empty && this.width < width) this.widen();
    if (this.empty) this.width = width;
    counts.forEach((count, bin) => {
      if (count > 0) this.add((base + bin) * width, count);
    });
  }

  /** Whether the bins could be moved so that there is room for so many before them. */
  private shift(by: number): boolean {
    const last = this.counts.findLastIndex((count) => count > 0);
    if (last + by >= BINS) return false;
    this.counts.copyWithin(by, 0, last + 1);
    this.counts.fill(0, 0, by);
    this.base -= by;
    return true;
  }

  private widen(): void {
    const base = Math.floor(this.base / 2);
    const counts = new Uint32Array(BINS);
    for (let bin = 0; bin < BINS; bin++) {
      const to = Math.floor((this.base + bin) / 2) - base;
      counts[to] = (counts[to] ?? 0) + (this.counts[bin] ?? 0);
    }
    this.counts = counts;
    this.base = base;
    this.width *= 2;
  }
}

const BARS = '▁▂▃▄▅▆▇█';

/** Counts as a line of `columns` bars, a blank where there was none; each column is what fell into its part of [from, to]. */
export function sparkline({ width, base, counts }: RateData, from: number, to: number, columns = 32): string {
  if (!(to > from)) return '';
  const sums = new Array<number>(columns).fill(0);
  counts.forEach((count, bin) => {
    if (count === 0) return;
    const middle = (base + bin + 0.5) * width;
    const column = Math.min(columns - 1, Math.max(0, Math.floor(((middle - from) / (to - from)) * columns)));
    sums[column] = (sums[column] ?? 0) + count;
  });
  const most = Math.max(...sums);
  return sums.map((sum) => (sum === 0 ? '·' : BARS[Math.min(7, Math.floor((sum / most) * 7.99))])).join('');
}
