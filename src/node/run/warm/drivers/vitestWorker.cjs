// Loaded into a forked worker of Vitest that stays, before Vitest itself.
//
// Vitest guards process.exit when a worker begins, and gives it back after the first run: each later one finds the same guard here.
'use strict';

let runs = 0;

function guard(code = process.exitCode || 0) {
  throw new Error(`process.exit unexpectedly called with "${code}"`);
}

// Messages wait for the first listener, which is to be that of Vitest.
process.on('newListener', function first(event) {
  if (event !== 'message') return;
  process.off('newListener', first);
  process.prependListener('message', (message) => {
    if (message?.__vitest_worker_request__ !== true || message.type !== 'run') return;
    runs += 1;
    if (runs > 1) process.exit = guard;
  });
});
