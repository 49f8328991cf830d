/** Ending a process tree on Windows, which has no process groups to signal. */
import { execFile, execFileSync } from 'node:child_process';
import path from 'node:path';

/** Absolute, so that no taskkill.exe of the current folder runs. */
function taskkill(): string {
  return path.win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe');
}

/**
 * Ends the process and its descendants. To be called while the process lives: afterwards its children cannot be found.
 * A process that has just ended makes taskkill fail; the caller looks at the process, not at this.
 */
export function endWindowsTree(pid: number): Promise<void> {
  return new Promise((resolve) => {
    execFile(taskkill(), ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, () => resolve());
  });
}

/** The same, at once: for the exit of this process. */
export function endWindowsTreeNow(pid: number): void {
  try {
    execFileSync(taskkill(), ['/PID', String(pid), '/T', '/F'], { windowsHide: true, stdio: 'ignore' });
  } catch {
    // It had ended.
  }
}
