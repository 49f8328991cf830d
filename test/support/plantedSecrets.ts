/** Secrets for tests that plant them where text comes in, and look for them in what came out. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Made here, so that no scanner finds a secret in this file. */
export const OF_ENVIRONMENT = `Zk3${'q9Xw7'.repeat(3)}!`;
export const GIVEN = `tr0ub4dor${'&3'.repeat(4)}`;
export const TOKEN = `ghp_${'a1B2c3D4e5'.repeat(4)}`;
export const ARGUMENT = `hunter2${'-swordfish'.repeat(2)}`;
export const HEADER = `abcdefghij.${'0123456789'.repeat(2)}`;
const SECRETS = [OF_ENVIRONMENT, GIVEN, TOKEN, ARGUMENT, HEADER];

export const ENV = { DEPLOY_PASSWORD: OF_ENVIRONMENT };

/** The script of a test that fails, and prints secrets in every form. */
export const FAILING = `console.log('plain ' + process.env.DEPLOY_PASSWORD); console.log('given ' + process.env.DB_PASSWORD); console.log(Buffer.from(process.env.DEPLOY_PASSWORD).toString('base64')); console.error('Authorization: Bearer ${HEADER}'); throw new Error('refused ${TOKEN} for ' + process.env.DEPLOY_PASSWORD)`;

/** Which secrets a text holds, plainly or as base64. */
export function secretsIn(text: string): string[] {
  return SECRETS.filter((secret) => text.includes(secret) || text.includes(Buffer.from(secret).toString('base64')));
}

/** Which of the secrets stand in which file that Casebook wrote, but for what never leaves the machine. */
export function leaksIn(root: string): string[] {
  return [...files(path.join(root, '.casebook')), ...files(path.join(root, 'WIs'))].flatMap((file) => secretsIn(readFileSync(file, 'latin1')).map((secret) => `${path.relative(root, file)}: ${secret}`));
}

/** Every file below the folder. */
export function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (name === 'private' && path.basename(folder) === '.casebook') return [];
    return statSync(file).isDirectory() ? files(file) : [file];
  });
}
