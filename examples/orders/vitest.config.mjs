export default {
  // Not in node_modules, which may be a link to another project's.
  cacheDir: 'var/vite',
  test: {
    include: ['test/**/*.test.mjs'],
  },
};
