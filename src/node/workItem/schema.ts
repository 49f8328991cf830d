/** The template that a work item names, and the schema that it is held to. */
import { fieldValue } from '../../core/workItem/header.js';
import { parse } from '../../core/workItem/parse.js';
import { COMMON_SCHEMA, schemaOf, type TemplateSchema } from '../../core/workItem/templateSchema.js';
import type { Workspace } from '../workspace.js';
import { templateText } from './create.js';

/** Of the template that a work item names; what all have in common where it names none, or one that is not here. */
export async function schemaOfItem({ root }: Workspace, builtIn: string, template: string | undefined): Promise<TemplateSchema> {
  const text = template === undefined ? undefined : await templateText(root, builtIn, template);
  return text === undefined ? COMMON_SCHEMA : schemaOf(text);
}

/** Text of the template that a work item names; undefined where it names none, or one that is not here. @param root absolute */
export async function templateOfItem(root: string, builtIn: string, text: string): Promise<string | undefined> {
  const name = fieldValue(parse(text).item.header, 'template');
  return name === undefined ? undefined : templateText(root, builtIn, name);
}
