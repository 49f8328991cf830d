/** What commands and views are made of; put together in extension.ts. */
import type * as vscode from 'vscode';
import type { Cli } from './adapters/cli.js';
import type { Guard } from './adapters/guard.js';
import type { TerminalCommands } from './adapters/terminalCommands.js';
import type { Watches } from './adapters/watches.js';
import type { FailingTests } from './runs/failingTests.js';
import type { Ledgers } from './runs/pending.js';
import type { ActiveWorkItems } from './workItems/activeWorkItems.js';
import type { BoardState } from './workItems/boardState.js';
import type { WorkItemLists } from './workItems/workItemLists.js';

export interface Services extends Ledgers {
  readonly guard: Guard;
  readonly cli: Cli;
  readonly watches: Watches;
  readonly failing: FailingTests;
  readonly terminals: TerminalCommands;
  readonly lists: WorkItemLists;
  readonly active: ActiveWorkItems;
  readonly board: BoardState;
  readonly log: vscode.LogOutputChannel;
  /** Kept for this workspace. */
  readonly memento: vscode.Memento;
  /** Folder of the templates that came with Casebook. */
  readonly templates: string;
  /** Folder of the example that came with Casebook. */
  readonly example: vscode.Uri;
  /** Folder of the rules' pages. */
  readonly rules: vscode.Uri;
  /** dist/webview */
  readonly webview: vscode.Uri;
  /** Version of Casebook. */
  readonly version: string;
}
