#pragma once

namespace courier {

/// The part of the target dialog that needs fixing, where the dialog opens.
enum class TargetPart { Whole, Address, Password, SignIn, Method, Rows, Proxy, Authority, ClientCertificate };

}  // namespace courier
