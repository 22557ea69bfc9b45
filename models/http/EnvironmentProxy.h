#pragma once

#include <QProcessEnvironment>
#include <optional>

#include "models/address/TargetUrl.h"
#include "models/base/Expected.h"
#include "models/http/Transport.h"

namespace courier {

/// What the environment says about the proxy on the way to `url`, as curl reads it: http_proxy in small letters only
/// (a web server's visitors can set HTTP_PROXY), else https_proxy and HTTPS_PROXY, then all_proxy and ALL_PROXY;
/// no_proxy or NO_PROXY names the hosts that are reached without: "*", a name with or without a dot before it, which
/// stands for all below it too, an address, a network ("10.0.0.0/8"). An empty variable counts as none. The proxy may
/// be written without a scheme, with user and password, and without a port (1080). Nothing where no variable names any
/// proxy and none excepts this host: then others may be asked. InvalidInput names the variable, never its value, where
/// its proxy cannot be used. Pure.
[[nodiscard]] Expected<std::optional<ProxyWay>> environmentProxy(const QProcessEnvironment& environment,
                                                                 const TargetUrl& url);

}  // namespace courier
