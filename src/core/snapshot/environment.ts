/** Variables that a snapshot records besides those that the configuration names: what makes one client or runtime behave otherwise than another. */
export const RECORDED_VARIABLES: readonly string[] = [
  'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy', 'NODE_USE_ENV_PROXY',
  'SSL_CERT_*', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS', 'NODE_TLS_REJECT_UNAUTHORIZED', 'OPENSSL_CONF',
  'RES_OPTIONS', 'LOCALDOMAIN', 'HOSTALIASES', 'NODE_OPTIONS', 'DOTNET_*', 'GODEBUG', 'GRPC_*', 'JAVA_HOME', 'JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', 'LD_PRELOAD', 'DOCKER_HOST',
];
