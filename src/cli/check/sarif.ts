/** SARIF 2.1.0 (OASIS), which code-scanning services read. Columns are UTF-16 code units, ends are behind the last character, as SARIF has them. */
import { RULES } from '../../core/check/rules.js';
import type { Severity } from '../../core/workItem/model.js';
import type { FileProblem } from '../../node/workItem/checkFile.js';
import type { Report } from './report.js';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', hint: 'note' };

export function sarifLog({ files, version, shown }: Pick<Report, 'files' | 'version' | 'shown'>) {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Casebook', version, semanticVersion: version, rules: RULES.map(({ id, severity, summary }) => ({ id, shortDescription: { text: summary }, help: { text: `See docs/rules/${id}.md.` }, defaultConfiguration: { level: LEVELS[severity] } })) } },
        columnKind: 'utf16CodeUnits',
        results: files.flatMap(({ path, problems }) => problems.map((problem) => result(shown(path), problem))),
      },
    ],
  };
}

function result(path: string, { rule, severity, message, line, column, endLine, endColumn }: FileProblem) {
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex(({ id }) => id === rule),
    level: LEVELS[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: { startLine: line, startColumn: column, endLine, endColumn } } }],
  };
}

/** A relative path as a URI reference (RFC 3986): a colon in its first part would be a scheme. */
function uriOf(path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return /^[^/]*%3A/i.test(encoded) ? `./${encoded}` : encoded;
}
