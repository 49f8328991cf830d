/** Where somebody reads what the command line says. */

/** Set to `editor` by the extension for processes that it starts: refusals are said in the words of the editor then. It is not passed on. */
export const SURFACE_VARIABLE = 'CASEBOOK_SURFACE';
