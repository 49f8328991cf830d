/**
 * Runs one scenario as a plain program: exit code 0 and "1 test passed", or 1 with the error and its stack.
 *
 * @param {string} name
 * @param {() => Promise<void>} scenario
 */
export async function runCheck(name, scenario) {
  try {
    await scenario();
    console.log(`ok - ${name}\n1 test passed`);
  } catch (error) {
    console.error(error instanceof Error ? error.stack : error);
    console.log(`not ok - ${name}\n1 test failed`);
    process.exitCode = 1;
  }
}
