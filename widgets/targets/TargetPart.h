#pragma once

namespace courier {

/// Where the target dialog begins: at what is to be mended.
enum class TargetPart { Whole, Address, Password, SignIn, Method, Rows, Proxy, Authority, ClientCertificate };

}  // namespace courier
