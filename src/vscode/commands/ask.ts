/** Questions that several commands ask. Each resolves with undefined when the user leaves it. */
import * as vscode from 'vscode';

/** `Title (2 of 3)`: where a question stands in its command. */
export interface Step {
  readonly title: string;
  readonly step: number;
  readonly of: number;
  /** Where the evidence goes if nobody says otherwise: shown in the title, with a button to choose. */
  readonly otherwise?: Otherwise | undefined;
}

export interface Otherwise {
  /** Of the work item. */
  readonly name: string;
  /** It is asked for after the other questions. */
  readonly choose: () => void;
}

/** A line of text. @param problem says what is wrong with it, as a sentence; undefined if nothing is @param hint what it would do, shown while nothing is wrong */
export async function askText(step: Step, prompt: string, value: string, problem: (text: string) => string | undefined, hint?: (text: string) => string): Promise<string | undefined> {
  return ask(step, vscode.window.createInputBox(), (box, answer) => {
    const judge = (text: string): void => {
      box.validationMessage = problem(text) ?? (hint && { message: hint(text), severity: vscode.InputBoxValidationSeverity.Info });
    };
    box.prompt = prompt;
    box.value = value;
    if (hint) judge(value);
    box.onDidChangeValue(judge);
    box.onDidAccept(() => {
      judge(box.value);
      if (problem(box.value) === undefined) answer(box.value.trim());
    });
  });
}

/** One of a list. The question stands before its items are there, so that what is typed meanwhile goes into it. */
export async function askOne<T extends vscode.QuickPickItem>(step: Step, placeholder: string, items: readonly T[] | Promise<readonly T[]>): Promise<T | undefined> {
  return ask<vscode.QuickPick<T>, T>(step, vscode.window.createQuickPick<T>(), (pick, answer, fail) => {
    pick.placeholder = placeholder;
    pick.matchOnDescription = true;
    pick.busy = true;
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen) answer(chosen);
    });
    Promise.resolve(items).then((list) => {
      pick.items = list;
      pick.busy = false;
    }, fail);
  });
}

/** One of the texts that were used before, or another one. @param problem as of {@link askText} */
export async function askTextOrRecent(step: Step, placeholder: string, recent: readonly string[], problem: (text: string) => string | undefined, hint: (text: string) => string): Promise<string | undefined> {
  const before = recent.map((label): vscode.QuickPickItem => ({ label, description: vscode.l10n.t('used before') }));
  return ask(step, vscode.window.createQuickPick(), (pick, answer) => {
    const show = (): void => {
      const text = pick.value.trim();
      const typed = text === '' || recent.includes(text) ? [] : [{ label: text, alwaysShow: true, detail: problem(text) ?? hint(text) }];
      pick.items = [...typed, ...before];
    };
    pick.placeholder = placeholder;
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => {
      const text = pick.activeItems[0]?.label ?? pick.value.trim();
      if (text === '' || problem(text) !== undefined) return;
      answer(text);
    });
    show();
  });
}

/** Shows a question until it is answered or left, and puts it away. */
function ask<B extends vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>, T>(
  { title, step, of, otherwise }: Step,
  box: B,
  set: (box: B, answer: (value: T) => void, fail: (error: unknown) => void) => void,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    box.title = title;
    // A command with a single question has no steps.
    if (of > 1) {
      box.step = step;
      box.totalSteps = of;
    }
    box.ignoreFocusOut = true;
    if (otherwise) {
      box.title = `${title} → ${otherwise.name}`;
      box.buttons = [{ iconPath: new vscode.ThemeIcon('notebook'), tooltip: vscode.l10n.t('Recorded into {0}. Choose another work item, or none…', otherwise.name) }];
      box.onDidTriggerButton(() => {
        otherwise.choose();
        box.title = `${title} → …`;
        box.buttons = [];
      });
    }
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    set(
      box,
      (value) => {
        resolve(value);
        box.hide();
      },
      (error) => {
        reject(error instanceof Error ? error : new Error(String(error)));
        box.hide();
      },
    );
    box.show();
  });
}
