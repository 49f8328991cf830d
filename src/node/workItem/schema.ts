/** The schema that a work item is held to. */
import { Refusal } from '../../core/refusal.js';
import { COMMON_SCHEMA, schemaOf, type TemplateSchema } from '../../core/workItem/templateSchema.js';
import type { Workspace } from '../workspace.js';
import { readTemplate } from './create.js';

/** Of the template that a work item names; what all have in common where it names none, or one that is not here. */
export async function schemaOfItem(workspace: Workspace, builtIn: string, template: string | undefined): Promise<TemplateSchema> {
  if (template === undefined) return COMMON_SCHEMA;
  try {
    return schemaOf(await readTemplate(workspace, builtIn, template));
  } catch (error) {
    if (error instanceof Refusal) return COMMON_SCHEMA;
    throw error;
  }
}
