/** Variables that a snapshot records besides those that the configuration names: what makes one client or runtime behave otherwise than another. */
import { CLIENT_VARIABLES } from '../probe/environment.js';

export const RECORDED_VARIABLES: readonly string[] = [...CLIENT_VARIABLES, 'SSL_CERT_*', 'DOTNET_*', 'JAVA_HOME', 'DOCKER_HOST'];
