import { expect, test } from 'vitest';
import { panelHtml } from '../../../src/vscode/views/panelHtml.js';

const SHELL = { nonce: 'bm9uY2U', cspSource: "'self' https://*.vscode-cdn.net", scriptUri: 'https://x/main.js', styleUri: 'https://x/style.css', title: 'Run report', run: '20261121-140233-a3f9' };

test('allows the one script by its nonce, style sheets of the extension, and nothing inline but an empty style', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(panelHtml(SHELL))?.[1]?.replaceAll('&#39;', "'");
  expect(policy?.split('; ')).toEqual([
    "default-src 'none'",
    "style-src 'self' https://*.vscode-cdn.net 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "script-src 'nonce-bm9uY2U'",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test('a title cannot leave its place', () => {
  const html = panelHtml({ ...SHELL, title: '</title><script>alert(1)</script>', run: '"><img src=x>' });
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toContain('<img');
});

test('translations cannot leave their place, and the page tells their language', () => {
  const texts = JSON.stringify({ 'Run Again': '"></main></script><script>alert(1)</script><img src=x>\'&' });
  const html = panelHtml({ ...SHELL, translations: { texts, language: 'de"><script>' } });
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toContain('<img');
  expect(html).toContain('<html lang="de&quot;&gt;&lt;script&gt;">');
  expect(panelHtml(SHELL)).toContain('<html lang="en">');
  expect(panelHtml(SHELL)).not.toContain('data-texts');
});
