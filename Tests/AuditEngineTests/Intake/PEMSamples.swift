/// Keys in PEM whose other halves nobody has, but for the last one, which is of RFC 8410 section 10.3.
enum PEMSamples {
    static let p256 = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZh8sQA4p166fv/Q49o9qrueRkNM2
        HVW0FsDEBsVgmrTQJOk5/Mp/rXVbJiov8lwQhsR4nparCBr7VSY6xjZNrQ==
        -----END PUBLIC KEY-----

        """
    static let rsa2048 = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1+nxOvmtILelFSZArlkR
        CDDChfLkW8yDVYhpFiBHQjQMUKdeEbQb6s0/W1N6fvoofhDnnTjV1oWTzA9zZhhB
        FfRis/uZe1bZAGtktIBt+QGcwMSJO5R/vF/ZtxdFczQmTb7YUc0YzCP0MCRF65Ai
        tMDRqcgWDA3jGKmNbMMBi1SLqBZlQ3wWcX3d6dbMhcbfNHx9OzVVCj5lciBPfTbx
        Ls4+IB8yCpZAiVtcwXZ2bK22k9ytd9Z2UuC/m3i24nH7pAVuN+S8ks+/MuwKdXx3
        6C6Vr74dONHvfRz/1EH8rkBV9MsrGL03l+oPs8Os7cqqMSx+3RLlHcd213rFMNY+
        awIDAQAB
        -----END PUBLIC KEY-----

        """
    static let rsa1024 = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDhHLeExqZpDLq3YhiUvCz8JLwU
        oK5Z7EtPgYFR+qDrIF1fggzolDVLt3bWwlPU7qkkrfbdFmiFuoGUK6lGm/wVkiXE
        cubT0TeNAVvxxs6PIvPqgI9sxIU0a5IFGne4vrCWCevB8oeJFuvCFiZitdPHHQDg
        8Xr374L1lobUa7rwdwIDAQAB
        -----END PUBLIC KEY-----

        """
    static let secret = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----

        """
}
