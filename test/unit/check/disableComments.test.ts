import { describe, expect, it } from 'vitest';
import { found, older, problemsOf } from './support.js';

const FENCE = '\n```\n';
const rulesOf = (text: string) => problemsOf(text).map(({ rule }) => rule);

describe('comments that turn rules off', () => {
  it('take several rules, separated by spaces or commas', () => {
    const text = older(['## Phase 3: TDD/BDD', '## Third']) + FENCE;
    expect(rulesOf(text)).toEqual(['phase-missing', 'unclosed-fence']);
    expect(rulesOf(text.replace('\n', '\n<!-- casebook-disable phase-missing, unclosed-fence -->\n'))).toEqual([]);
    expect(rulesOf(text.replace('\n', '\n<!--casebook-disable phase-missing unclosed-fence-->\r\n'))).toEqual([]);
  });

  it('turn nothing off from inside a fence, a line of code or an evidence block', () => {
    const comment = '<!-- casebook-disable phase-missing -->';
    const text = older(['## Phase 3: TDD/BDD', '## Third']);
    for (const inert of [`\`\`\`html\n${comment}\n\`\`\``, `~~~\n${comment}\n~~~`, `- \`\`\`\n  ${comment}\n  \`\`\``, `\`${comment}\``, `<!-- casebook:begin run 20261121-140233-a3f9 -->\n${comment}\n<!-- casebook:end run 20261121-140233-a3f9 sha256:${'0'.repeat(64)} -->`]) {
      expect(rulesOf(`${text}\n${inert}\n`), inert).toContain('phase-missing');
    }
    expect(rulesOf(`${text}\n\`\`\`\nexample\n\`\`\`\n${comment}\n`)).not.toContain('phase-missing');
  });

  it('reach only the next line', () => {
    const text = older(['## Phase 2: Design', '## Phase 1: Again\n\n## Phase 1: Once more\n\n## Phase 2: Design']);
    expect(found('phase-duplicated', text)).toHaveLength(2);
    expect(found('phase-duplicated', text.replace('## Phase 1: Once', '<!-- casebook-disable-next-line phase-duplicated -->\n## Phase 1: Once'))).toHaveLength(1);
    expect(found('phase-duplicated', text.replace('## Phase 1: Once', '<!-- casebook-disable-next-line phase-duplicated -->\n\n## Phase 1: Once'))).toHaveLength(2);
  });

  it('are pointed at where they name no rule', () => {
    expect(found('disable-comment', older(['Debian 12', 'Debian 12\n\n<!-- casebook-disable phase-mising -->\n']))).toEqual(['warning: There is no rule "phase-mising": write the id of a rule as `casebook check` prints it.']);
    expect(found('disable-comment', older(['Debian 12', 'Debian 12\n\n<!-- casebook-disable-next-line -->\n']))).toEqual([expect.stringMatching(/names no rule/)]);
    expect(found('disable-comment', older(['Debian 12', 'Debian 12\n\n<!-- casebook-disable phase-missing -->\n']))).toEqual([]);
  });
});
