/** The layers of ARCHITECTURE.md. test/contract/layers.test.ts plants a violation of each and sees it refused. */

/** Libraries that the core may import: pure, or (gray-matter) fenced into one file. */
const CORE_LIBRARIES = '^node_modules/(gray-matter|jsonc-parser|minisearch|picomatch|@types/picomatch|remark|remark-gfm|saxes|unified|valibot|@types/mdast|mdast)(/|$)';

const layer = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});

module.exports = {
  forbidden: [
    layer('protocol-imports-nothing', '^src/protocol/', ['^src/protocol/'], 'The messages are shared by both sides and depend on neither.'),
    layer('core-is-pure', '^src/core/', ['^src/(core|protocol)/', CORE_LIBRARIES], 'The domain knows no host.'),
    layer('node-on-core', '^src/node/', ['^src/(node|core|protocol)/', '^node_modules/', '^(node:)?[a-z_/0-9]+$'], 'The ports on Node import the core.'),
    layer('cli-on-core-and-node', '^src/cli/', ['^src/(cli|node|core|protocol)/', '^node_modules/', '^(node:)?[a-z_/0-9]+$'], 'The command line is a host of the core.'),
    layer('vscode-on-core-and-node', '^src/vscode/', ['^src/(vscode|node|core|protocol)/', '^vscode$', '^node_modules/', '^(node:)?[a-z_/0-9]+$'], 'The extension is a host of the core.'),
    layer('webview-on-protocol-and-report', '^webview/', ['^webview/', '^src/protocol/', '^src/core/report/', '^node_modules/@vscode/webview-ui-toolkit/'], 'The panel draws; it knows messages and plots.'),
    { name: 'vscode-only-in-the-extension', severity: 'error', from: { path: '^(src|webview)/', pathNot: '^src/vscode/' }, to: { path: '^vscode$|@types/vscode' } },
    { name: 'gray-matter-in-one-file', severity: 'error', comment: 'It executes front matter unless it is configured not to.', from: { pathNot: '^src/core/workItem/frontMatter\\.ts$' }, to: { path: '^node_modules/gray-matter/' } },
    { name: 'remark-in-one-file', severity: 'error', comment: 'It takes a hundred times as long as the scan, so it gets one section.', from: { path: '^src/', pathNot: '^src/core/workItem/structure\\.ts$' }, to: { path: '^node_modules/(remark|remark-gfm|unified)/' } },
    { name: 'toolkit-in-one-file', severity: 'error', comment: 'No longer developed upstream: kept replaceable.', from: { pathNot: '^webview/toolkit\\.ts$' }, to: { path: '^node_modules/@vscode/webview-ui-toolkit/' } },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nothing-imports-test', severity: 'error', from: { path: '^(src|webview)/' }, to: { path: '^test/' } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
    exclude: { path: '^(dist|examples|test/fixtures)/' },
  },
};
