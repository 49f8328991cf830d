/**
 * The full name of a test as GoogleTest prints it and as `--gtest_filter` takes it, from what its files hold apart. One spelling everywhere: a test that crashes its
 * program leaves no file, and is told by the output alone.
 */
export function gtestName(suite: string | undefined, test: string): string {
  return suite === undefined || suite === '' ? test : `${suite}.${test}`;
}
