/** Where an attempt's output lies inside its run's folder: `logs/0007.log`; from 10,000 on with as many digits as it takes. */
export function attemptLogPath(attempt: number): string {
  return `logs/${String(attempt).padStart(4, '0')}.log`;
}
