/** A scenario by its name: a built-in one, or a file of JSON or YAML. */
import path from 'node:path';
import { BUILT_IN } from '../../core/fault/builtIn.js';
import { readScenario, type Scenario } from '../../core/fault/scenario.js';
import { Refusal } from '../../core/refusal.js';
import { parseFrontMatter } from '../../core/workItem/frontMatter.js';
import { errorMessage } from '../errorCode.js';
import { readSmall } from '../files/readSmall.js';

/** A larger file is no scenario, bytes. */
const MAX_BYTES = 64 * 1024;

/** @param cwd the folder that a path starts from. @throws Refusal `usage` if there is none of that name, or it is not one */
export async function loadScenario(name: string, cwd: string): Promise<Scenario> {
  const builtIn = BUILT_IN.find((known) => known.name === name);
  if (builtIn) return builtIn;
  if (!/\.(?:json|ya?ml)$/i.test(name)) throw new Refusal('usage', `${JSON.stringify(name)} is no scenario: name one of ${BUILT_IN.map((known) => known.name).join(', ')}, or a file that ends in .json, .yaml or .yml.`);
  const scenario = readScenario(await valueOf(path.resolve(cwd, name), name), path.basename(name).replace(/\.[a-z]+$/i, ''));
  if ('problem' in scenario) throw new Refusal('usage', `${name} is not a scenario: ${scenario.problem.replace(/\.$/, '')}.`);
  return scenario;
}

async function valueOf(file: string, name: string): Promise<unknown> {
  let text: string;
  try {
    text = (await readSmall(file, MAX_BYTES)).replace(/^\ufeff/, '');
  } catch (error) {
    throw new Refusal('usage', `${name} cannot be read (${errorMessage(error)}): name a scenario, or a file of one.`);
  }
  if (/\.json$/i.test(name)) {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new Refusal('usage', `${name} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
    }
  }
  const inner = text.replace(/^---[ \t]*\r?\n/, '');
  // What a second document says would be read by nobody.
  if (/^(?:---|\.\.\.)\s*$/m.test(inner)) throw new Refusal('usage', `${name} holds more than one YAML document: keep one.`);
  const parsed = parseFrontMatter(inner);
  if ('problem' in parsed) throw new Refusal('usage', `${name}: ${parsed.problem.replace('The front matter', 'The file').replace(/ Mend it between.*$/, '')}`);
  return parsed.data;
}
